//! An editor's own layout: a Jinja template over a [`View`].
//!
//! A template reads nothing but the edition: it cannot include files, and its work is limited. In a template named `.html` every value is escaped.

use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, UndefinedBehavior};
use thiserror::Error;

use crate::digest::view::View;

/// Steps that a template may take; an edition of a hundred stories takes some ten thousand.
const FUEL: u64 = 5_000_000;

/// Which form of an edition a template makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// The page, and the HTML part of the message.
    Html,
    /// Markdown.
    Markdown,
    /// Plain text, and the text part of the message.
    Text,
}

impl Form {
    /// The form that a file name stands for.
    pub fn of(name: &str) -> Option<Self> {
        let (_, extension) = name.rsplit_once('.')?;
        match extension.to_ascii_lowercase().as_str() {
            "html" | "htm" => Some(Self::Html),
            "md" => Some(Self::Markdown),
            "txt" => Some(Self::Text),
            _ => None,
        }
    }
}

/// A template that is ready.
#[derive(Debug)]
pub struct Template {
    environment: Environment<'static>,
    name: String,
    /// The form that it makes.
    pub form: Form,
}

/// A template that does not work.
#[derive(Debug, Error)]
#[error("{name}{}: {message}", line.map(|line| format!(":{line}")).unwrap_or_default())]
pub struct TemplateError {
    name: String,
    line: Option<usize>,
    message: String,
}

impl TemplateError {
    fn of(name: &str, error: &minijinja::Error) -> Self {
        let kind = error.kind();
        Self {
            name: name.to_owned(),
            line: error.line(),
            message: error
                .detail()
                .map_or_else(|| kind.to_string(), |detail| format!("{kind}: {detail}")),
        }
    }
}

impl Template {
    /// Reads a template by the name and the text of its file.
    ///
    /// # Errors
    /// If the name is of no form, or the text no template.
    pub fn new(name: &str, text: String) -> Result<Self, TemplateError> {
        let form = Form::of(name).ok_or_else(|| TemplateError {
            name: name.to_owned(),
            line: None,
            message: "a template ends in .html, .md or .txt, and makes that form of the edition".to_owned(),
        })?;
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(FUEL));
        let lines = SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .build();
        environment.set_syntax(lines.map_err(|error| TemplateError::of(name, &error))?);
        environment.set_auto_escape_callback(move |_| match form {
            Form::Html => AutoEscape::Html,
            Form::Markdown | Form::Text => AutoEscape::None,
        });
        environment.add_filter("markdown", |text: String| crate::escape::markdown(&text));
        environment
            .add_template_owned(name.to_owned(), text)
            .map_err(|error| TemplateError::of(name, &error))?;
        Ok(Self {
            environment,
            name: name.to_owned(),
            form,
        })
    }

    /// The edition in this layout.
    ///
    /// # Errors
    /// If it names what an edition does not have, or goes on for too long.
    pub fn render(&self, view: &View) -> Result<String, TemplateError> {
        self.environment
            .get_template(&self.name)
            .and_then(|template| template.render(minijinja::value::Serde(view)))
            .map(|text| if text.ends_with('\n') { text } else { text + "\n" })
            .map_err(|error| TemplateError::of(&self.name, &error))
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    fn rendered(name: &str, text: &str) -> Result<String, String> {
        let template = Template::new(name, text.to_owned()).map_err(|error| error.to_string())?;
        template
            .render(&sample::hostile())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn a_template_escapes_by_its_name() {
        let text = "{% for story in stories %}{{ story.headline }}\n{% endfor %}";
        assert!(rendered("a.html", text).unwrap().contains("&lt;script&gt;"));
        assert!(rendered("a.txt", text).unwrap().contains("<script>"));
        let escaped = rendered(
            "a.md",
            "{% for story in stories %}{{ story.headline|markdown }}\n{% endfor %}",
        )
        .unwrap();
        assert!(escaped.contains("&lt;script&gt;"));
    }

    #[test]
    fn a_template_that_does_not_work_says_where() {
        for (name, text, part) in [
            ("a.pdf", "", "a.pdf: a template ends in"),
            ("a.html", "\n{% for %}", "a.html:2: "),
            ("a.html", "\n\n{{ titel }}", "a.html:3: undefined value"),
            ("a.html", "{% include '/etc/passwd' %}", "a.html:1: "),
            ("a.html", "{% include '../b.html' %}", "a.html:1: "),
            (
                "a.txt",
                "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}",
                "fuel",
            ),
        ] {
            let error = rendered(name, text).unwrap_err();
            assert!(error.contains(part), "{error}");
        }
    }
}
