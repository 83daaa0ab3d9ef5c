#!/usr/bin/env python3
"""Reads the newsletters of the sample as others do: the feeds by feedparser, the messages by Python's `email`.

usage: digest.py FOLDER    FOLDER is a run's digest/; needs the package feedparser
"""
import email
import email.policy
import glob
import json
import os
import sys

import feedparser


def feeds(folder):
    """RSS, Atom and JSON Feed tell the same stories, each with what its standard requires."""
    told = []
    for name, version in (("feed.xml", "rss20"), ("atom.xml", "atom10")):
        feed = feedparser.parse(os.path.join(folder, name))
        assert not feed.bozo, (name, feed.get("bozo_exception"))
        assert feed.version == version, (name, feed.version)
        assert feed.feed.title and feed.feed.link if version == "rss20" else feed.feed.id and feed.feed.updated and feed.feed.author, name
        for entry in feed.entries:
            assert entry.id and entry.title and (entry.get("summary") or entry.content), (name, entry)
            assert version == "rss20" or entry.updated_parsed, (name, entry)
        told.append([(entry.id, entry.title) for entry in feed.entries])
    with open(os.path.join(folder, "feed.json"), encoding="utf-8") as file:
        feed = json.load(file)
    assert feed["version"] == "https://jsonfeed.org/version/1.1" and feed["title"]
    for item in feed["items"]:
        assert isinstance(item["id"], str) and (item["content_html"] or item["content_text"]), item
    told.append([(item["id"], item["title"]) for item in feed["items"]])
    assert told[0] == told[1] == told[2], "the feeds differ"
    assert len({name for name, _ in told[0]}) == len(told[0]), "a story has the name of another"
    return len(told[0])


def messages(folder):
    """Each draft has a subject, no sender, and the edition as text and as HTML."""
    paths = sorted(glob.glob(os.path.join(folder, "*.eml")))
    for path in paths:
        with open(path, "rb") as file:
            message = email.message_from_binary_file(file, policy=email.policy.default)
        assert message["Subject"] and message["X-Unsent"] == "1", path
        assert message["From"] is None and message["To"] is None, path
        assert not message.defects and message.get_content_type() == "multipart/alternative", (path, message.defects)
        kinds = [part.get_content_type() for part in message.iter_parts()]
        assert kinds == ["text/plain", "text/html"], (path, kinds)
        assert not any(part.defects for part in message.iter_parts()), path
        with open(path[:-4] + ".txt", encoding="utf-8") as file:
            text = file.read()
        assert message.get_body(("plain",)).get_content().replace("\r\n", "\n").rstrip("\n") == text.rstrip("\n"), path
        html = message.get_body(("html",)).get_content()
        assert text.splitlines()[0] in html and len(html.encode()) < 102_000 and "../" not in html, path
        with open(path, "rb") as file:
            assert all(len(line) <= 78 for line in file), path
    return len(paths)


folder = sys.argv[1]
print(f"newsletters: {feeds(folder)} stories in three feeds, {messages(folder)} messages")
