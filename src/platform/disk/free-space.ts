import { statfs } from 'node:fs/promises';

/** Bytes on the disk that holds a folder: what we may still use, and all of it. */
export interface Space {
  readonly free: number;
  readonly total: number;
}

const GIB = 1024 ** 3;

/** As the disk is now; rejects for a folder that cannot be looked at. */
export async function freeSpace(folder: string): Promise<Space> {
  const { bavail, blocks, bsize } = await statfs(folder);
  return { free: bavail * bsize, total: blocks * bsize };
}

/** Below 5 % or 1 GiB nothing more is written, so that what is under way can end and logs can grow. */
export function isNearlyFull({ free, total }: Space): boolean {
  return free < GIB || free < total * 0.05;
}

export interface SpaceWatch {
  /** The folder that is nearly full, at the last look; undefined: all have room. */
  nearlyFull(): string | undefined;
  stop(): void;
}

/**
 * Keep an eye on the disks of these folders, so that a request asks memory and not the disk. A
 * folder that cannot be looked at counts as full: nothing good comes of writing there.
 */
export async function watchSpace(folders: readonly string[], everyMs = 5_000): Promise<SpaceWatch> {
  let full: string | undefined;
  const look = async (): Promise<void> => {
    const states = await Promise.all(
      folders.map(async (folder) => await freeSpace(folder).then(isNearlyFull, () => true)),
    );
    full = folders.find((_, at) => states[at]);
  };
  await look();
  const timer = setInterval(() => void look(), everyMs);
  timer.unref();
  return { nearlyFull: () => full, stop: () => clearInterval(timer) };
}
