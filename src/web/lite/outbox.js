/* 离线暂存: a report that finds no network waits on the phone and goes when there is one. Without scripts the form is sent as ever. */
(() => {
  const box = document.querySelector('#outbox');
  if (box === null || window.indexedDB === undefined) return;
  const words = box.dataset;
  const STORE = 'waiting';

  const opened = () =>
    new Promise((resolve, reject) => {
      const ask = indexedDB.open('luoshi-outbox', 1);
      ask.addEventListener('upgradeneeded', () =>
        ask.result.createObjectStore(STORE, { keyPath: 'key' }),
      );
      ask.addEventListener('success', () => resolve(ask.result));
      ask.addEventListener('error', () => reject(ask.error));
    });
  const within = async (mode, work) => {
    const db = await opened();
    try {
      return await new Promise((resolve, reject) => {
        const act = db.transaction(STORE, mode);
        const ask = work(act.objectStore(STORE));
        act.addEventListener('complete', () => resolve(ask.result));
        act.addEventListener('abort', () => reject(act.error));
      });
    } finally {
      db.close();
    }
  };
  /* Only what the same person wrote: a phone may go from hand to hand. */
  const mine = async () =>
    (await within('readonly', (store) => store.getAll())).filter((one) => one.who === words.who);

  const say = (sentence, tone) => {
    const line = document.createElement('p');
    line.textContent = sentence;
    box.className = `notice ${tone}`;
    box.textContent = '';
    box.append(line);
    box.hidden = false;
    return line;
  };
  const sendOff = (one) => {
    const form = new FormData();
    for (const [name, value] of one.fields) form.append(name, value);
    return fetch(one.action, { method: 'POST', body: form });
  };
  /* The server leads on after a form that came through; a page instead of that says what is wrong. */
  const cameThrough = (answer) =>
    answer.redirected && !new URL(answer.url).pathname.startsWith('/m/sign-in');

  const forget = async (one) => {
    await within('readwrite', (store) => store.delete(one.key));
    box.hidden = true;
  };
  const tellRefused = (one) => {
    const line = say(words.refused, 'bad');
    const link = document.createElement('a');
    link.href = one.action;
    link.textContent = one.title;
    const drop = document.createElement('button');
    drop.type = 'button';
    drop.className = 'plain';
    drop.textContent = words.drop;
    drop.addEventListener('click', () => void forget(one));
    line.append(' ', link, ' ', drop);
  };

  let sending = false;
  const flush = async () => {
    if (sending) return;
    sending = true;
    let sent = 0;
    try {
      for (const one of await mine()) {
        const answer = await sendOff(one);
        if (cameThrough(answer)) {
          await within('readwrite', (store) => store.delete(one.key));
          sent += 1;
        } else if (answer.status === 401) {
          say(words.signIn, 'bad');
          return;
        } else if (answer.status >= 500) break;
        else {
          tellRefused(one);
          return;
        }
      }
      if (sent > 0) say(words.sent, 'good');
      else if ((await mine()).length > 0) say(words.waiting, 'good');
    } catch {
      say(words.waiting, 'good');
    } finally {
      sending = false;
    }
  };

  const keep = async (form) => {
    const data = new FormData(form);
    await within('readwrite', (store) =>
      store.put({
        key: form.elements.namedItem('key').value,
        who: words.who,
        action: form.getAttribute('action'),
        title: document.querySelector('h1').textContent,
        fields: [...data].filter(([, value]) => typeof value === 'string' || value.size > 0),
        at: Date.now(),
      }),
    );
    say(words.kept, 'good');
    box.scrollIntoView({ block: 'start' });
    form.querySelector('button.main').disabled = true;
  };

  const send = async (form) => {
    const button = form.querySelector('button.main');
    button.disabled = true;
    const fields = [...new FormData(form)];
    try {
      const answer = await sendOff({ action: form.getAttribute('action'), fields });
      if (cameThrough(answer)) location.assign(answer.url);
      /* What the server says to it is a page: let the browser ask for it, under the same key. */ else
        form.submit();
    } catch {
      await keep(form).catch(() => form.submit());
    } finally {
      if (box.hidden) button.disabled = false;
    }
  };
  /* Signing out empties the phone of this site's things, for the next person's sake. */
  const leave = async (form) => {
    const left = await mine().catch(() => []);
    if (left.length === 0 || confirm(words.leaving)) form.submit();
  };
  const instead = (selector, work) => {
    for (const form of document.querySelectorAll(selector))
      form.addEventListener('submit', (event) => {
        event.preventDefault();
        void work(form);
      });
  };
  instead('form[data-outbox]', send);
  instead('form[action="/m/sign-out"]', leave);
  addEventListener('online', () => void flush());
  void flush();
})();
