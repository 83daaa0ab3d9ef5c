//! The page's one script and one style sheet, and the policy that keeps any other script from running.

use crate::escape::Html;

const CSS: &str = include_str!("templates/page.css");
const JS: &str = include_str!("templates/page.js");

/// SHA-256 of `page.js` in base 64, as Content Security Policy writes it; the test beside it says the value to put here.
const JS_SHA256: &str = "QgpIT3Hli6okBb0UDksv7jchHd/05exxPPn8vIeTiYw=";

/// Nothing is loaded from anywhere, and only the script with this hash runs, whatever an article brings along.
pub(super) fn policy(html: &mut Html) {
    html.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-")
        .text(JS_SHA256)
        .raw("'; base-uri 'none'; form-action 'none'\">\n");
}

/// The style sheet and the script.
pub(super) fn style_and_script(html: &mut Html) {
    html.raw("<style>\n").raw(CSS).raw("</style>\n");
    html.raw("<script>").raw(JS).raw("</script>\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_names_the_script_that_the_page_has() {
        assert_eq!(
            JS_SHA256,
            base64(&sha256(JS.as_bytes())),
            "put this value into JS_SHA256"
        );
    }

    #[test]
    fn the_hash_function_of_this_test_is_sha_256() {
        // The example of FIPS 180-4.
        assert_eq!(
            base64(&sha256(b"abc")),
            "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="
        );
        assert_eq!(base64(b"tolmach"), "dG9sbWFjaA==");
    }

    #[test]
    fn script_and_style_cannot_end_early_and_load_nothing() {
        for source in [JS, CSS] {
            let source = source.to_ascii_lowercase();
            for word in [
                "</",
                "<!--",
                "http:",
                "https:",
                "@import",
                "url(",
                "innerhtml",
                "eval(",
            ] {
                assert!(!source.contains(word), "{word}");
            }
            assert!(
                !source.contains('\r'),
                "a browser hashes the script with line feeds alone"
            );
        }
    }

    fn sha256(message: &[u8]) -> [u8; 32] {
        let primes: Vec<u32> = (2..).filter(|n| (2..*n).all(|d| n % d != 0)).take(64).collect();
        let k: Vec<u32> = primes.iter().map(|&prime| fraction_of_root(prime, 3)).collect();
        let mut state: Vec<u32> = primes[..8]
            .iter()
            .map(|&prime| fraction_of_root(prime, 2))
            .collect();
        let mut padded = message.to_vec();
        padded.push(0x80);
        padded.resize(padded.len().next_multiple_of(64), 0);
        if message.len() % 64 >= 56 {
            padded.resize(padded.len() + 64, 0);
        }
        let end = padded.len() - 8;
        padded[end..].copy_from_slice(&(message.len() as u64 * 8).to_be_bytes());
        for chunk in padded.chunks(64) {
            let mut w: Vec<u32> = chunk
                .chunks(4)
                .map(|b| u32::from_be_bytes(b.try_into().unwrap()))
                .collect();
            for i in 16..64 {
                let s0 = w[i - 15].rotate_right(7) ^ w[i - 15].rotate_right(18) ^ (w[i - 15] >> 3);
                let s1 = w[i - 2].rotate_right(17) ^ w[i - 2].rotate_right(19) ^ (w[i - 2] >> 10);
                w.push(w[i - 16].wrapping_add(s0).wrapping_add(w[i - 7]).wrapping_add(s1));
            }
            let mut v = state.clone();
            for i in 0..64 {
                let s1 = v[4].rotate_right(6) ^ v[4].rotate_right(11) ^ v[4].rotate_right(25);
                let choice = (v[4] & v[5]) ^ (!v[4] & v[6]);
                let t1 = [s1, choice, k[i], w[i]]
                    .iter()
                    .fold(v[7], |sum, x| sum.wrapping_add(*x));
                let s0 = v[0].rotate_right(2) ^ v[0].rotate_right(13) ^ v[0].rotate_right(22);
                let majority = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]);
                v.rotate_right(1);
                v[4] = v[4].wrapping_add(t1);
                v[0] = t1.wrapping_add(s0).wrapping_add(majority);
            }
            for (sum, x) in state.iter_mut().zip(v) {
                *sum = sum.wrapping_add(x);
            }
        }
        let bytes: Vec<u8> = state.iter().flat_map(|word| word.to_be_bytes()).collect();
        bytes.try_into().unwrap()
    }

    /// The first 32 bits of the fraction of a square or cube root.
    fn fraction_of_root(prime: u32, power: u32) -> u32 {
        let scaled = u128::from(prime) << (32 * power);
        let mut root = 0_u128;
        for bit in (0..40).rev() {
            let next = root | 1 << bit;
            if next.pow(power) <= scaled {
                root = next;
            }
        }
        root as u32
    }

    fn base64(bytes: &[u8]) -> String {
        const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut out = String::new();
        for group in bytes.chunks(3) {
            let bits = group
                .iter()
                .fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte))
                << (8 * (3 - group.len()));
            for place in 0..4 {
                let letter = LETTERS[(bits >> (18 - 6 * place) & 63) as usize];
                out.push(if place <= group.len() {
                    char::from(letter)
                } else {
                    '='
                });
            }
        }
        out
    }
}
