'use strict';
(() => {
  // Goes to an article or to a sentence of one, past a filter that hides it and into its closed text.
  const reveal = (hash) => {
    let id = hash.slice(1);
    try { id = decodeURIComponent(id); } catch { /* a stray percent sign is part of the name */ }
    const place = id && document.getElementById(id);
    const story = place && place.closest('.story');
    if (!story) return;
    story.hidden = false;
    if (place === story) {
      place.scrollIntoView();
      return;
    }
    const text = place.closest('details');
    if (text) text.open = true;
    place.focus({ preventScroll: true });
    place.scrollIntoView({ block: 'center' });
  };

  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[href^="#"]');
    // A second click on the same link changes no address, so the click itself counts.
    if (link && link.hash === location.hash) reveal(link.hash);
  });
  window.addEventListener('hashchange', () => reveal(location.hash));

  const filter = () => {
    const form = document.getElementById('filter');
    if (!form) return;
    const words = document.getElementById('words');
    const language = document.getElementById('language');
    const shown = document.getElementById('shown');
    const nothing = document.getElementById('nothing');
    const plain = (text) => text.normalize('NFKC').toLowerCase();
    let stories = null;
    let waiting = 0;
    const read = () => Array.from(document.querySelectorAll('article.story'), (story) => ({
      story,
      text: plain(Array.from(story.querySelectorAll('h3, .facts, .summary'), (part) => part.textContent).join('\n')),
    }));
    const apply = () => {
      stories ??= read();
      const wanted = plain(words.value).split(/\s+/u).filter(Boolean);
      let count = 0;
      for (const { story, text } of stories) {
        const match = (!language.value || story.lang === language.value) && wanted.every((word) => text.includes(word));
        story.hidden = !match;
        if (match) count += 1;
      }
      shown.value = `${count} of ${stories.length} shown`;
      nothing.hidden = count > 0;
    };
    form.addEventListener('input', () => {
      clearTimeout(waiting);
      waiting = setTimeout(apply, 120);
    });
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      apply();
    });
    form.hidden = false;
    // A browser that comes back to the page may have kept what was written into the form.
    if (words.value || language.value) apply();
  };

  document.addEventListener('DOMContentLoaded', () => {
    filter();
    if (location.hash) reveal(location.hash);
  });
})();
