/*
 * A photo is made smaller before it is sent, to the size the house keeps: a new phone takes 40 MB and a village line
 * carries 50 kB a second. Camera data stay on the phone, except where the reader asked for the place to be read from
 * the photo. What the browser cannot draw goes as it is; a HEIC photo, which the house cannot read either, is left out
 * and it is said what to do. Old phones read this: old-phones.test.ts says how old.
 */
(() => {
  const SIDE = 2560;
  const SMALL = 1_500_000;
  const HEAD = 256 * 1024;

  const drawn = async (file) => {
    const url = URL.createObjectURL(file);
    try {
      const image = new Image();
      image.src = url;
      await image.decode();
      const { naturalWidth: wide, naturalHeight: high } = image;
      const scale = Math.min(1, SIDE / Math.max(wide, high));
      const canvas = document.createElement('canvas');
      canvas.width = Math.round(wide * scale);
      canvas.height = Math.round(high * scale);
      const pen = canvas.getContext('2d');
      pen.fillStyle = '#fff';
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.imageSmoothingQuality = 'high';
      pen.drawImage(image, 0, 0, canvas.width, canvas.height);
      return await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.85));
    } finally {
      URL.revokeObjectURL(url);
    }
  };

  /* The camera's own block of a JPEG; the picture has been drawn upright, so it says so from here on. */
  const cameraBlock = async (file) => {
    const bytes = await new Response(file.slice(0, HEAD)).arrayBuffer();
    const view = new DataView(bytes);
    if (view.getUint16(0) !== 0xffd8) return [];
    for (let at = 2; view.getUint8(at) === 0xff; at += 2 + view.getUint16(at + 2)) {
      if (view.getUint16(at) !== 0xffe1 || view.getUint32(at + 4) !== 0x45786966) continue;
      const tiff = at + 10;
      const little = view.getUint16(tiff) === 0x4949;
      const first = tiff + view.getUint32(tiff + 4, little);
      for (let i = 0; i < view.getUint16(first, little); i += 1) {
        const tag = first + 2 + i * 12;
        if (view.getUint16(tag, little) === 0x0112) view.setUint16(tag + 8, 1, little);
      }
      return [bytes.slice(at, at + 2 + view.getUint16(at + 2))];
    }
    return [];
  };

  /* Some phones name no kind. */
  const isHeic = ({ name, type }) => /^image\/hei[cf]/.test(type) || /\.hei[cf]$/i.test(name);

  const shrunk = async (file, place) => {
    const heic = isHeic(file);
    if (!heic && (!/^image\/(jpeg|png|webp|avif|bmp)$/.test(file.type) || file.size < SMALL))
      return file;
    try {
      const small = await drawn(file);
      if (small === null || (!heic && small.size >= file.size)) return file;
      const block = place ? await cameraBlock(file).catch(() => []) : [];
      const parts = block.length === 0 ? [small] : [small.slice(0, 2), ...block, small.slice(2)];
      const name = file.name.replace(/\.\w+$/, '') || 'photo';
      return new File(parts, `${name}.jpg`, { type: 'image/jpeg' });
    } catch {
      return file;
    }
  };

  for (const input of document.querySelectorAll('input[type=file][data-making]')) {
    const { form } = input;
    const button = form.querySelector('button:not([type=button])');
    const place = form.elements.namedItem('photoPlace');
    const line = document.createElement('p');
    line.className = 'hint';
    line.setAttribute('role', 'status');
    input.after(line);
    let chosen = [];
    let turn = 0;
    const make = async () => {
      turn += 1;
      const mine = turn;
      const before = chosen.reduce((sum, file) => sum + file.size, 0);
      line.textContent = before < SMALL ? '' : input.dataset.making;
      button.disabled = true;
      const made = new DataTransfer();
      /* One after the other: each is as large as a screen wall while it is drawn. */
      const left = [];
      for (const file of chosen) {
        const one = await shrunk(file, place !== null && place.checked);
        if (isHeic(one)) left.push(one.name);
        else made.items.add(one);
      }
      if (mine !== turn) return;
      input.files = made.files;
      button.disabled = false;
      const after = [...made.files].reduce((sum, file) => sum + file.size, 0);
      line.className = left.length > 0 ? 'fault' : 'hint';
      if (left.length > 0) line.textContent = `${left.join(' ')} ${input.dataset.heic}`;
      else line.textContent = after < before ? input.dataset.made : '';
    };
    const anew = () => {
      void make().catch(() => {
        button.disabled = false;
        line.textContent = '';
      });
    };
    input.addEventListener('change', () => {
      chosen = [...input.files];
      anew();
    });
    if (place !== null) place.addEventListener('change', anew);
  }
})();
