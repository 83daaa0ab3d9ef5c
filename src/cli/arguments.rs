//! What can be said on the command line. Help texts are part of the product: each command has an example.

use std::path::PathBuf;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};

use super::Outcome;
use super::handover::HandoverArguments;
use crate::article::Language;
use crate::config::FieldLayer;
use crate::summarize::Ratio;

/// Turns folders of articles in any language into summaries and translation jobs.
///
/// Without a command: `run`. Settings may stand in tolmach.toml as well, under the options' names.
#[derive(Debug, Parser)]
#[command(
    name = "tolmach",
    version,
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    disable_help_subcommand = true,
    after_help = "Examples:\n  tolmach                              read input/, write output/\n  tolmach run news --output out --to fr,kk\n  tolmach segment --jsonl < articles.jsonl\n\nExit codes: 0 nothing failed, 1 some articles failed (all others are done), 2 wrong usage or configuration."
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    #[command(flatten)]
    pub(super) run: RunArguments,
    #[command(flatten)]
    pub(super) common: CommonArguments,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Read articles, summarize them, make translation jobs
    #[command(
        after_help = "Examples:\n  tolmach run                          input/ to output/\n  tolmach run news/2026-05 'web/**/*.html' --output out --to en,fr,kk\n  tolmach run news --words 80 --lang uz-Cyrl"
    )]
    Run(RunArguments),
    /// Find the article in a page: one JSON object a line in, one a line out
    #[command(
        after_help = "In:  {\"id\",\"url\"?,\"html\"} or {\"id\",\"url\"?,\"path\"} or {\"id\",\"text\"}\nOut: {\"id\",\"title\",\"author\",\"date\",\"lang\",\"text\",\"blocks\":[{\"kind\",\"text\"}]}\n\nExample:\n  echo '{\"id\":1,\"path\":\"page.html\"}' | tolmach extract --jsonl"
    )]
    Extract(ExtractArguments),
    /// Tell the language of a text: one JSON object a line in, one a line out
    #[command(
        after_help = "In:  {\"id\",\"text\"}\nOut: {\"id\",\"lang\",\"script\",\"confidence\"}, with --spans also \"spans\":[{\"start\",\"end\",\"lang\"}]\n\nExample:\n  echo '{\"id\":1,\"text\":\"Бүгін күн ашық.\"}' | tolmach detect --jsonl"
    )]
    Detect(DetectArguments),
    /// Cut a text into sentences: one JSON object a line in, one a line out
    #[command(
        after_help = "In:  {\"id\",\"text\",\"lang\"?}\nOut: {\"id\",\"lang\",\"segments\":[{\"start\",\"end\",\"text\"}]}, with --explain also \"decisions\":[{\"at\",\"cut\",\"rule\",\"reason\",\"line\"?}]\n\nExamples:\n  echo '{\"id\":1,\"text\":\"Dr. Li came. He left at 6 p.m.\"}' | tolmach segment --jsonl\n  echo 'Dr. Li came. He left.' | tolmach segment --explain\n  tolmach segment --jsonl --srx project.srx < articles.jsonl"
    )]
    Segment(SegmentArguments),
    /// Choose the sentences that carry a text: one JSON object a line in, one a line out
    #[command(
        after_help = "In:  {\"id\",\"text\",\"title\"?,\"lang\"?,\"sentences\"?,\"words\"?,\"chars\"?,\"ratio\"?}\nOut: {\"id\",\"lang\",\"summary\":[\"…\"],\"sentences\":[{\"index\",\"start\",\"end\",\"score\"}]}, with --explain also \"reasons\":[{\"start\",\"end\",\"words\",\"score\",\"verdict\",\"order\"?,\"terms\"?,\"opening\"?}]\n\nExamples:\n  tolmach summarize --jsonl < articles.jsonl > summaries.jsonl\n  tolmach summarize --jsonl --ratio 0.2 --words 120 < articles.jsonl\n  tolmach summarize --explain --words 60 < article.txt"
    )]
    Summarize(SummarizeArguments),
    /// Tell which articles are on the same story: one JSON object a line in, one a line out when all are read
    #[command(
        after_help = "In:  {\"id\",\"title\"?,\"text\",\"lang\"?,\"date\"?}\nOut: {\"id\",\"story\"}: the same number for articles on the same story\n\nExample:\n  tolmach group --jsonl < articles.jsonl > stories.jsonl"
    )]
    Group(GroupArguments),
    /// Check translations for missing numbers, codes, terms, marks and the like
    #[command(
        after_help = "Examples:\n  tolmach check back/                  every translation file below back/\n  tolmach check back.zip --format html > report.html\n  tolmach check kk.xlf --rules -space_punct,-quote --glossary terms.tsv\n  tolmach check back/ --accepted accepted.txt --accept\n  tolmach check --jsonl < pairs.jsonl > issues.jsonl\n\nRules: empty untranslated lang script number tag placeholder url email punct_end punct_pair quote space_punct space_double space_edge repeat_word case_start length_max length_ratio term char bidi inconsistent_target inconsistent_source\n\nWith --jsonl, in:  {\"id\",\"source_lang\",\"target_lang\",\"source\",\"target\",\"max_chars\"?,\"terms\"?:[[source,target],…],\"pairs\"?:[[source,target],…]}\n            out: {\"id\",\"issues\":[{\"rule\",\"severity\",\"source_span\"?,\"target_span\"?,\"message\"}]}\n\nExit codes: 0 no finding is an error, 1 some are or a file cannot be read, 2 wrong usage or configuration."
    )]
    Check(CheckArguments),
    /// Make the newsletter of a finished run anew: one edition a language, and feeds
    #[command(
        after_help = "Examples:\n  tolmach digest                       of the run in output/\n  tolmach digest out --since 2026-05-01 --max-items 8 --lang en,kk\n  tolmach digest --template house.html --base-url https://news.example/today/\n\nPins, drops, order, headlines and openings: picks.toml in the output folder; docs/newsletter-editor.md tells what it may say."
    )]
    Digest(DigestArguments),
    /// Put translations that came back into the articles, in their own format, and into their summaries
    #[command(
        after_help = "Examples:\n  tolmach merge returned/               all translation files in the folder\n  tolmach merge ferry.xlf --dry-run     only tell what would be done\n  tolmach merge returned.zip --source archive/2026 --repair tags,xml\n\nEvery translation is merged or stands in leftover.tmx, and both are counted. Exit code 1: a file was refused or an article could not be written."
    )]
    Merge(MergeArguments),
    /// Make a pseudo-translation of articles or job files, to test a layout before a translation is paid for
    #[command(
        after_help = "Examples:\n  tolmach pseudo page.html                     to pseudo/page.html\n  tolmach pseudo input --to ar --output test   mirrored, as the target runs from right to left\n  tolmach pseudo output/jobs/en-kk --expand 60 every job file with its targets filled in"
    )]
    Pseudo(PseudoArguments),
    /// Write the JSON Schema of articles/*.json to standard output
    #[command(after_help = "Example:\n  tolmach schema > article.schema.json")]
    Schema,
    /// Write a completion script for a shell to standard output
    #[command(
        after_help = "Example:\n  tolmach completions bash > ~/.local/share/bash-completion/completions/tolmach"
    )]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

#[derive(Debug, Args)]
pub(super) struct CommonArguments {
    /// Settings file [default: tolmach.toml of the working directory, if there is one]
    #[arg(long, global = true, value_name = "FILE", env = "TOLMACH_CONFIG")]
    pub(super) config: Option<PathBuf>,
    /// Worker threads; 0 = one for each processor
    #[arg(long, global = true, value_name = "N", env = "TOLMACH_THREADS")]
    pub(super) threads: Option<usize>,
    /// Print errors only
    #[arg(long, short, global = true)]
    pub(super) quiet: bool,
    /// Print a line for every article
    #[arg(long, short, global = true, conflicts_with = "quiet")]
    pub(super) verbose: bool,
}

#[derive(Debug, Args)]
pub(super) struct RunArguments {
    /// Files, folders (read to the bottom) and globs; `-` is standard input [default: input]
    #[arg(value_name = "INPUT", env = "TOLMACH_INPUT")]
    pub(super) input: Vec<PathBuf>,
    /// Folder to write [default: output]
    #[arg(long, short, value_name = "DIR", env = "TOLMACH_OUTPUT")]
    pub(super) output: Option<PathBuf>,
    /// Target languages: a translation job is made for each; an article already in that language gets none
    #[arg(long, value_name = "LANG,...", value_delimiter = ',', env = "TOLMACH_TO")]
    pub(super) to: Vec<Language>,
    #[command(flatten)]
    pub(super) budget: Budget,
    #[command(flatten)]
    pub(super) handover: HandoverArguments,
    #[command(flatten)]
    pub(super) level: LevelArguments,
    #[command(flatten)]
    pub(super) fields: FieldArguments,
    #[command(flatten)]
    pub(super) language: LanguageArguments,
    /// Print events as JSON lines on standard output
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Budget {
    /// Most sentences of a summary [default: 3 if no budget is given]
    #[arg(long, value_name = "N", env = "TOLMACH_SENTENCES")]
    pub(super) sentences: Option<usize>,
    /// Most words of a summary (characters in scripts without spaces)
    #[arg(long, value_name = "N", env = "TOLMACH_WORDS")]
    pub(super) words: Option<usize>,
    /// Most characters of a summary
    #[arg(long, value_name = "N", env = "TOLMACH_CHARS")]
    pub(super) chars: Option<usize>,
    /// Largest share of the article's words in a summary, as 0.2; of several budgets all hold
    #[arg(long, value_name = "R", env = "TOLMACH_RATIO")]
    pub(super) ratio: Option<Ratio>,
}

#[derive(Debug, Args)]
pub(super) struct FieldArguments {
    /// Which field of JSON or column of a table holds a part of the article: title, text, deck, author, date, lang, url [default: the usual names]
    #[arg(long = "field", value_name = "PART=FIELD", value_parser = crate::config::field)]
    pub(super) field: Vec<(String, String)>,
}

impl FieldArguments {
    /// The fields as a layer of settings.
    pub(super) fn layer(&self) -> Option<FieldLayer> {
        (!self.field.is_empty()).then(|| self.field.iter().cloned().collect())
    }
}

#[derive(Debug, Args)]
pub(super) struct LanguageArguments {
    /// The language of all texts; wins over detection
    #[arg(long, value_name = "LANG", env = "TOLMACH_LANG")]
    pub(super) lang: Option<Language>,
    /// The only languages that detection may answer
    #[arg(
        long,
        value_name = "LANG,...",
        value_delimiter = ',',
        env = "TOLMACH_LANGUAGES"
    )]
    pub(super) languages: Vec<Language>,
}

#[derive(Debug, Args)]
pub(super) struct LevelArguments {
    /// What a segment is [default: sentence]
    #[arg(long, value_name = "LEVEL", value_parser = ["sentence", "paragraph", "line"], env = "TOLMACH_SEGMENT")]
    pub(super) segment: Option<String>,
    /// SRX 2.0 file whose rules cut sentences
    #[arg(long, value_name = "FILE", env = "TOLMACH_SRX")]
    pub(super) srx: Option<PathBuf>,
    /// What the SRX file's rules are to tolmach's own: they stand in their place, or come first [default: replace]
    #[arg(long, value_name = "MODE", value_parser = ["replace", "add"], env = "TOLMACH_SRX_MODE")]
    pub(super) srx_mode: Option<String>,
}

/// The unit of offsets in replies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum OffsetUnit {
    /// Unicode code points
    #[default]
    Codepoints,
    /// Bytes of UTF-8
    Bytes,
}

#[derive(Debug, Args)]
pub(super) struct FilterArguments {
    /// Read and write JSON lines
    #[arg(long, required = true)]
    pub(super) jsonl: bool,
    /// Exit 0 although some lines were answered with an error
    #[arg(long)]
    pub(super) keep_going: bool,
}

#[derive(Debug, Args)]
pub(super) struct ExtractArguments {
    #[command(flatten)]
    pub(super) filter: FilterArguments,
    /// Answer with menus, comments and notices too, as blocks of kind "boilerplate"
    #[arg(long)]
    pub(super) keep: bool,
    /// Read all lines first: what the pages of one host have in common is the site's, not the article's
    #[arg(long)]
    pub(super) batch: bool,
    /// Folder below which a "path" is read [default: the working directory]
    #[arg(long, value_name = "DIR")]
    pub(super) root: Option<PathBuf>,
    #[command(flatten)]
    pub(super) fields: FieldArguments,
    /// Print the script in language tags where it distinguishes: zh-Hans, uz-Cyrl
    #[arg(long)]
    pub(super) script: bool,
    #[command(flatten)]
    pub(super) language: LanguageArguments,
}

#[derive(Debug, Args)]
pub(super) struct DetectArguments {
    #[command(flatten)]
    pub(super) filter: FilterArguments,
    /// Answer with the languages inside the text too
    #[arg(long)]
    pub(super) spans: bool,
    /// Print the script in language tags where it distinguishes: zh-Hans, uz-Cyrl
    #[arg(long)]
    pub(super) script: bool,
    /// Unit of "start" and "end"
    #[arg(long, value_enum, default_value_t)]
    pub(super) offsets: OffsetUnit,
    #[command(flatten)]
    pub(super) language: LanguageArguments,
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(super) struct SegmentArguments {
    /// Read and write JSON lines
    #[arg(long, required_unless_present = "explain")]
    pub(super) jsonl: bool,
    /// Exit 0 although some lines were answered with an error
    #[arg(long)]
    pub(super) keep_going: bool,
    /// Say for every place that could be an end why it was cut or not: as lines for a text on standard input, with --jsonl as a field
    #[arg(long)]
    pub(super) explain: bool,
    #[command(flatten)]
    pub(super) level: LevelArguments,
    /// Unit of "start" and "end"
    #[arg(long, value_enum, default_value_t)]
    pub(super) offsets: OffsetUnit,
    /// Print the script in language tags where it distinguishes: zh-Hans, uz-Cyrl
    #[arg(long)]
    pub(super) script: bool,
    #[command(flatten)]
    pub(super) language: LanguageArguments,
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(super) struct SummarizeArguments {
    /// Read and write JSON lines
    #[arg(long, required_unless_present = "explain")]
    pub(super) jsonl: bool,
    /// Exit 0 although some lines were answered with an error
    #[arg(long)]
    pub(super) keep_going: bool,
    /// Say of every sentence why it was taken or not: as lines for a text on standard input, with --jsonl as a field
    #[arg(long)]
    pub(super) explain: bool,
    #[command(flatten)]
    pub(super) budget: Budget,
    /// Unit of "start" and "end"
    #[arg(long, value_enum, default_value_t)]
    pub(super) offsets: OffsetUnit,
    /// Print the script in language tags where it distinguishes: zh-Hans, uz-Cyrl
    #[arg(long)]
    pub(super) script: bool,
    #[command(flatten)]
    pub(super) language: LanguageArguments,
}

#[derive(Debug, Args)]
pub(super) struct GroupArguments {
    #[command(flatten)]
    pub(super) filter: FilterArguments,
    #[command(flatten)]
    pub(super) language: LanguageArguments,
}

#[derive(Debug, Args)]
pub(super) struct MergeArguments {
    /// Translated files: XLIFF, PO, TMX, tables, folders and zip archives of them
    #[arg(value_name = "FILE", required = true)]
    pub(super) file: Vec<PathBuf>,
    /// Output folder of the run that made the jobs [default: output]
    #[arg(long, short, value_name = "DIR", env = "TOLMACH_OUTPUT")]
    pub(super) output: Option<PathBuf>,
    /// Folder in which the articles' files lie now [default: the inputs of the settings, else input]
    #[arg(long, value_name = "DIR")]
    pub(super) source: Option<PathBuf>,
    /// Target language, for files that do not say it
    #[arg(long, value_name = "LANG")]
    pub(super) to: Option<Language>,
    /// Write nothing, only tell
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Repair what was damaged: tags = codes that a client dropped, where there is one place for them; xml = files that are not well formed
    #[arg(long, value_name = "WHAT,...", value_delimiter = ',')]
    pub(super) repair: Vec<Repair>,
    /// Character set of the translated files: keep = that of the source as far as it goes
    #[arg(long, value_enum, default_value_t)]
    pub(super) encoding: EncodingChoice,
    /// Print events as JSON lines on standard output
    #[arg(long)]
    pub(super) json: bool,
}

/// What a merge may repair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Repair {
    /// Inline codes that a client has dropped
    Tags,
    /// XML that is not well formed
    Xml,
}

/// The character set of what is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum EncodingChoice {
    /// That of the source; characters that it lacks are references in pages, other files become UTF-8
    #[default]
    Keep,
    /// UTF-8
    Utf8,
}

#[derive(Debug, Args)]
pub(super) struct PseudoArguments {
    /// Articles or job files (XLIFF, PO, TSV), folders and globs of them
    #[arg(value_name = "FILE", required = true)]
    pub(super) file: Vec<PathBuf>,
    /// Folder to write, under the names that the files have [default: pseudo]
    #[arg(long, short, value_name = "DIR")]
    pub(super) output: Option<PathBuf>,
    /// Language that articles say they are in; job files keep theirs [default: qps, the code for pseudo-languages]
    #[arg(long, value_name = "LANG")]
    pub(super) to: Option<Language>,
    /// How much longer texts become, in percent
    #[arg(long, value_name = "PERCENT", default_value_t = 30, value_parser = clap::value_parser!(u32).range(0..=400))]
    pub(super) expand: u32,
    /// Leave letters without accents
    #[arg(long)]
    pub(super) no_accents: bool,
    /// Put no brackets around sentences
    #[arg(long)]
    pub(super) no_brackets: bool,
    /// Let words run from right to left [default: where the target language does]
    #[arg(long)]
    pub(super) mirror: bool,
    /// Character set of articles: keep = that of the source as far as it goes
    #[arg(long, value_enum, default_value_t)]
    pub(super) encoding: EncodingChoice,
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(super) struct CheckArguments {
    /// Files that came back: XLIFF, PO, TMX, TSV, CSV, XLSX; folders and zip archives of them
    #[arg(
        value_name = "FILE",
        required_unless_present = "jsonl",
        conflicts_with = "jsonl"
    )]
    pub(super) files: Vec<PathBuf>,
    /// Read and write JSON lines
    #[arg(long)]
    pub(super) jsonl: bool,
    /// Exit 0 although some lines were answered with an error
    #[arg(long, requires = "jsonl")]
    pub(super) keep_going: bool,
    /// Rules that are asked: "-quote,+term" changes the usual set, "number,tag" is a set of its own
    #[arg(long, value_name = "RULES", allow_hyphen_values = true, env = "TOLMACH_RULES")]
    pub(super) rules: Option<String>,
    /// Glossary, TSV (source, target, "forbidden" for a word not to be used) or TBX; may be given again
    #[arg(long, value_name = "FILE", env = "TOLMACH_GLOSSARY")]
    pub(super) glossary: Vec<PathBuf>,
    /// Form of the report
    #[arg(long, value_enum, default_value_t, conflicts_with = "jsonl")]
    pub(super) format: ReportFormat,
    /// Short for --format json
    #[arg(long, conflicts_with_all = ["jsonl", "format"])]
    pub(super) json: bool,
    /// List of accepted findings, which are not reported while their source and target stay the same
    #[arg(long, value_name = "FILE", conflicts_with = "jsonl")]
    pub(super) accepted: Option<PathBuf>,
    /// Write all findings into the list of accepted ones
    #[arg(long, requires = "accepted")]
    pub(super) accept: bool,
    /// Language of the sources, where a file does not say
    #[arg(long, value_name = "LANG", conflicts_with = "jsonl")]
    pub(super) source_lang: Option<Language>,
    /// Language of the targets, where a file does not say
    #[arg(long, value_name = "LANG", conflicts_with = "jsonl")]
    pub(super) target_lang: Option<Language>,
    /// Unit of `source_span` and `target_span`
    #[arg(long, value_enum, default_value_t, requires = "jsonl")]
    pub(super) offsets: OffsetUnit,
}

/// The forms of the report of `check`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum ReportFormat {
    /// Lines for people
    #[default]
    Text,
    /// One JSON object
    Json,
    /// SARIF 2.1.0
    Sarif,
    /// A page
    Html,
    /// XML of `JUnit`
    Junit,
}

#[derive(Debug, Args)]
pub(super) struct DigestArguments {
    /// Output folder of the run [default: output]
    #[arg(value_name = "OUTPUT", env = "TOLMACH_OUTPUT")]
    pub(super) output: Option<PathBuf>,
    /// Most stories of an edition; as many more are named in brief [default: 12]
    #[arg(long, value_name = "N")]
    pub(super) max_items: Option<usize>,
    /// First day, as 2026-05-17: older articles and those without a date are left out
    #[arg(long, value_name = "DATE")]
    pub(super) since: Option<String>,
    /// Make the editions in these languages only; others that are there go
    #[arg(long, value_name = "LANG,...", value_delimiter = ',')]
    pub(super) lang: Vec<Language>,
    /// Title of editions and feeds [default: a word for "digest" in the language]
    #[arg(long, value_name = "TEXT")]
    pub(super) title: Option<String>,
    /// Where the output folder is published: links of messages and feeds begin with it
    #[arg(long, value_name = "URL")]
    pub(super) base_url: Option<String>,
    /// The editor's picks [default: picks.toml in the output folder, if there is one]
    #[arg(long, value_name = "FILE")]
    pub(super) picks: Option<PathBuf>,
    /// Own layout, a Jinja template: .html (page and message), .md or .txt; may be given once for each
    #[arg(long, value_name = "FILE")]
    pub(super) template: Vec<PathBuf>,
    /// Print events as JSON lines on standard output
    #[arg(long)]
    pub(super) json: bool,
}

/// Writes the completion script of `shell`.
pub(super) fn completions(shell: clap_complete::Shell) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "tolmach", &mut script);
    super::progress::print(&script)
}
