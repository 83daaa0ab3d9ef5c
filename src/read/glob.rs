//! Globs as arguments, for shells that hand them on unexpanded: `**`, `*`, `?`, `[a-z]`, `{a,b}`.

use std::path::{Component, Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};

use super::InputError;
use super::walk::Filter;

/// A glob: the folder in which it starts, and what matches below it.
pub(super) struct Glob {
    /// The leading part without wildcards; empty for the working directory.
    pub(super) base: PathBuf,
    matcher: GlobMatcher,
    /// Number of names a match has; none with `**`, which has any number.
    depth: Option<usize>,
}

/// Whether the argument has wildcards.
pub(super) fn is_glob(argument: &Path) -> bool {
    argument
        .as_os_str()
        .as_encoded_bytes()
        .iter()
        .any(|byte| b"*?[{".contains(byte))
}

impl Glob {
    /// Reads a glob.
    pub(super) fn parse(argument: &Path) -> Result<Self, InputError> {
        let text = argument.to_string_lossy();
        let error = |reason: String| InputError::Glob {
            pattern: text.clone().into_owned(),
            reason,
        };
        let mut base = PathBuf::new();
        let mut rest = PathBuf::new();
        for component in argument.components() {
            if !rest.as_os_str().is_empty() || is_glob(Path::new(&component)) {
                rest.push(component);
            } else if component != Component::CurDir {
                base.push(component);
            }
        }
        let pattern = rest.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
        let matcher = GlobBuilder::new(&pattern)
            .literal_separator(true)
            .build()
            .map_err(|problem| error(problem.kind().to_string()))?
            .compile_matcher();
        let depth = (!pattern.contains("**")).then(|| rest.components().count());
        Ok(Self { base, matcher, depth })
    }

    /// The folder in which the search starts, as a path that can be opened.
    pub(super) fn root(&self) -> &Path {
        if self.base.as_os_str().is_empty() {
            Path::new(".")
        } else {
            &self.base
        }
    }
}

impl Filter for Glob {
    fn wants(&self, relative: &Path) -> bool {
        !relative.as_os_str().is_empty() && self.matcher.is_match(relative)
    }

    fn may_want_below(&self, relative: &Path) -> bool {
        // `{a,b/c}` may hold separators of its own, which the count of names includes.
        self.depth
            .is_none_or(|depth| relative.components().count() < depth)
    }
}
