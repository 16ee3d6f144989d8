import sharp from 'sharp';
import { Refusal } from '#domain/refusal.ts';

/** The longest side of a kept picture, in pixels. */
export const LONGEST_SIDE = 2560;

/** Formats go out as themselves where browsers show them; a GIF keeps its first frame. */
const MADE = {
  jpeg: { out: 'jpeg', mediaType: 'image/jpeg' },
  png: { out: 'png', mediaType: 'image/png' },
  webp: { out: 'webp', mediaType: 'image/webp' },
  gif: { out: 'png', mediaType: 'image/png' },
  heif: { out: 'jpeg', mediaType: 'image/jpeg' },
} as const;
export type PictureFormat = keyof typeof MADE;

/** Pixels that decode in memory we can spare; a baseline JPEG is scaled while it is read, a progressive one cannot be. */
const MAX_PIXELS = 40_000_000;
const MAX_JPEG_PIXELS = 120_000_000;
const SECONDS = 20;

export interface EncodedPicture {
  readonly mediaType: string;
  readonly bytes: number;
}

/**
 * Draw a picture anew: upright, at most 2560 pixels a side, in sRGB, with nothing of the old file but
 * its pixels. Place, time and camera of EXIF are gone, and so is whatever was hidden behind the picture.
 */
export async function encodePicture(
  from: string,
  to: string,
  format: PictureFormat,
  name: string,
): Promise<EncodedPicture> {
  const { out, mediaType } = MADE[format];
  await measure(from, format, name);
  try {
    const info = await sharp(from, { failOn: 'error', limitInputPixels: MAX_JPEG_PIXELS, pages: 1 })
      .autoOrient()
      .resize(LONGEST_SIDE, LONGEST_SIDE, { fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .toFormat(out, out === 'jpeg' ? { quality: 85, mozjpeg: true } : {})
      .timeout({ seconds: SECONDS })
      .toFile(to);
    return { mediaType, bytes: info.size };
  } catch {
    throw unreadable(name, format);
  }
}

/** Hold what the header declares against the limits before a pixel is decoded. */
async function measure(path: string, format: PictureFormat, name: string): Promise<void> {
  const seen = await sharp(path, { limitInputPixels: false })
    .metadata()
    .catch(() => {
      throw unreadable(name, format);
    });
  if (seen.format !== format) throw unreadable(name, format);
  const isScaledWhileRead = format === 'jpeg' && !seen.isProgressive;
  const limit = isScaledWhileRead ? MAX_JPEG_PIXELS : MAX_PIXELS;
  const pixels = seen.width * (seen.pageHeight ?? seen.height);
  if (pixels > limit)
    throw new Refusal('picture-too-large', {
      name,
      size: `${seen.width} × ${seen.height}`,
      limit: limit / 1e6,
    });
}

function unreadable(name: string, format: PictureFormat): Refusal {
  if (format === 'heif') return new Refusal('picture-heic', { name });
  return new Refusal('file-broken', { name });
}
