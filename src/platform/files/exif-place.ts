import sharp from 'sharp';

const GPS_POINTER = 0x8825;
const LAT_REF = 1;
const LAT = 2;
const LON_REF = 3;
const LON = 4;
const ENTRY = 12;

/**
 * Where a photo was taken, to about ten metres ("36.0871, 111.5192", WGS 84), out of its EXIF; undefined when it
 * does not say. The picture is drawn anew afterwards, without any of it.
 */
export async function exifPlace(picture: Uint8Array): Promise<string | undefined> {
  const { exif } = await sharp(picture, { limitInputPixels: false })
    .metadata()
    .catch((): { exif?: Buffer } => ({}));
  if (exif === undefined) return undefined;
  try {
    return placeIn(exif.subarray(exif.subarray(0, 4).toString('latin1') === 'Exif' ? 6 : 0));
  } catch (error) {
    // A pointer that leads out of the block.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function placeIn(tiff: Buffer): string | undefined {
  const little = tiff.toString('latin1', 0, 2) === 'II';
  const u16 = (at: number): number => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const u32 = (at: number): number => (little ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at));
  const entries = (at: number): Map<number, number> =>
    new Map(
      Array.from({ length: Math.min(u16(at), 200) }, (_, i) => {
        const entry = at + 2 + i * ENTRY;
        return [u16(entry), entry + 8];
      }),
    );
  const pointer = entries(u32(4)).get(GPS_POINTER);
  if (pointer === undefined) return undefined;
  const gps = entries(u32(pointer));
  const degrees = (what: number, ref: number, negative: string): number | undefined => {
    const [value, sign] = [gps.get(what), gps.get(ref)];
    if (value === undefined || sign === undefined) return undefined;
    const at = u32(value);
    const part = (i: number): number => u32(at + i * 8) / (u32(at + i * 8 + 4) || Number.NaN);
    const sum = part(0) + part(1) / 60 + part(2) / 3600;
    return tiff.toString('latin1', sign, sign + 1) === negative ? -sum : sum;
  };
  const lat = degrees(LAT, LAT_REF, 'S');
  const lon = degrees(LON, LON_REF, 'W');
  const sound =
    lat !== undefined && lon !== undefined && Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
  return sound ? `${lat.toFixed(4)}, ${lon.toFixed(4)}` : undefined;
}
