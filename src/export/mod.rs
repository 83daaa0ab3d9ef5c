//! Records to files' contents: article JSON, summaries, job files, previews, counts. Strings and bytes, never paths.
