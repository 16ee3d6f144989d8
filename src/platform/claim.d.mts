/**
 * Do `work` while no other process of this machine does what goes under the same claim.
 *
 * @param file the claim: made for as long as it is held, in a folder that is there. One whose process has ended
 *   is taken over.
 * @param work without waiting for anything: the claim is given back when it returns or throws.
 * @param onWait told once, if another holds the claim.
 * @throws what `work` throws, or the file system where the claim cannot be written.
 */
export declare function underClaim<T>(file: string, work: () => T, onWait?: () => void): T;
