/** How much more memory this process held at any moment of the work than before it, in MB; looked at every 5 ms. */
export async function grownBy(work: () => Promise<unknown>): Promise<number> {
  const before = process.memoryUsage().rss;
  let most = before;
  const watching = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, 5);
  try {
    await work();
  } finally {
    clearInterval(watching);
  }
  return Math.round((Math.max(most, process.memoryUsage().rss) - before) / 1e6);
}
