//! How `run` is told for whom jobs are made, and in which form.

use clap::Args;

#[derive(Debug, Args)]
pub(super) struct HandoverArguments {
    /// Client that the jobs are made for: its form of the files, its folders [default: any]
    #[arg(long = "for", value_name = "CLIENT", value_parser = ["any", "omegat", "weblate", "gettext", "poedit", "lokalize", "trados", "memoq", "phrase", "swordfish", "table"], env = "TOLMACH_FOR")]
    pub(super) preset: Option<String>,
    /// Version of XLIFF in the jobs [default: 1.2, or what the client reads]
    #[arg(long, value_name = "VERSION", value_parser = ["1.2", "2.0", "2.1", "2.2"], env = "TOLMACH_XLIFF")]
    pub(super) xliff: Option<String>,
    /// What the jobs hold: all sentences, or only those of the summaries [default: all]
    #[arg(long, value_name = "WHAT", value_parser = ["all", "summary"], env = "TOLMACH_ONLY")]
    pub(super) only: Option<String>,
    /// Leave each job as jobs/<source>-<target>.zip too
    #[arg(long)]
    pub(super) zip: bool,
    /// Most characters of a translation, by the kind of its block: title=60,deck=140
    #[arg(long, value_name = "KIND=N,...", value_delimiter = ',', value_parser = limit, env = "TOLMACH_LIMIT")]
    pub(super) limit: Vec<(String, u32)>,
}

fn limit(text: &str) -> Result<(String, u32), String> {
    let (kind, max) = text
        .split_once('=')
        .ok_or("write the kind of block, \"=\", and a number: title=60")?;
    let max = max
        .parse()
        .map_err(|_| format!("{max:?} is no number of characters"))?;
    Ok((kind.to_owned(), max))
}
