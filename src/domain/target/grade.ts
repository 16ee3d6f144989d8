/** 约束性, 预期性, 力争 */
export const GRADES = ['binding', 'expected', 'striven'] as const;
