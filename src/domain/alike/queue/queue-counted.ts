/** So far what waits is counted: beyond it the number would help nobody decide, and counting would cost. */
export const QUEUE_COUNTED = 300;
