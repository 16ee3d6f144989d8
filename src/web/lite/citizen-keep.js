/*
 * 离线暂存: what was sent without a network, or whose answer was lost, stays on this phone until its receipt has come.
 * Who writes is not kept: no name, no contact, no unit complained of, no photo. The number of the form goes along, so
 * that what had arrived after all gives the same receipt and is not said twice.
 */
(() => {
  const NAME = 'luoshi-say';
  const FIELDS = ['nonce', 'c', 'kind', 'words', 'place', 'placeUnit', 'subject'];
  const WEEK = 6 * 86_400_000;
  const store = (() => {
    try {
      return window.localStorage;
    } catch {
      return null;
    }
  })();
  if (store === null) return;
  if (document.querySelector('.slip') !== null) store.removeItem(NAME);
  const form = document.querySelector('form[data-keep]');
  if (form === null) return;
  const box = document.getElementById('kept');
  const tell = (text) => {
    box.querySelector('p').textContent = text;
    box.hidden = false;
  };
  form.addEventListener('submit', (event) => {
    const data = new FormData(form);
    if (!(data.get('words') || '').trim()) return;
    const kept = {};
    for (const name of FIELDS) kept[name] = data.get(name) || '';
    // A complaint about conduct stays on nobody's phone.
    if (kept.kind === 'complaint' || kept.kind === 'accusation') return;
    store.setItem(NAME, JSON.stringify({ at: Date.now(), kept }));
    if (navigator.onLine) return;
    event.preventDefault();
    tell(box.dataset.waits);
    box.scrollIntoView();
  });
  const { at = 0, kept } = JSON.parse(store.getItem(NAME) || '{}');
  if (kept === undefined || Date.now() - at > WEEK) return store.removeItem(NAME);
  const words = form.elements.namedItem('words');
  if (words.value.trim() !== '') return;
  tell(box.dataset.found);
  const [fill, drop] = box.querySelectorAll('button');
  fill.addEventListener('click', () => {
    for (const [name, value] of Object.entries(kept)) {
      const field = form.elements.namedItem(name);
      if (field !== null) field.value = value;
    }
    box.hidden = true;
    words.focus();
  });
  drop.addEventListener('click', () => {
    store.removeItem(NAME);
    box.hidden = true;
  });
})();
