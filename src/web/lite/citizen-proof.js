/* Under a flood the form asks for a little work; who has no scripts waits for a look instead. */
void (async () => {
  const form = document.querySelector('form[data-proof]');
  if (form === null || !window.crypto || !window.crypto.subtle) return;
  const nonce = form.elements.namedItem('nonce').value;
  const bits = Number(form.dataset.proof);
  const text = new TextEncoder();
  for (let n = 0; ; n += 1) {
    const sum = new Uint8Array(await crypto.subtle.digest('SHA-256', text.encode(`${nonce}:${n}`)));
    if (((sum[0] << 24) | (sum[1] << 16) | (sum[2] << 8) | sum[3]) >>> (32 - bits) !== 0) continue;
    form.elements.namedItem('proof').value = String(n);
    return;
  }
})();
