/** 保存的视图 */
export const viewsZh = {
  saveTitle: '存为视图',
  saveHint: '保存现在的筛选、排序和列，换一台电脑登录也在。',
  name: '视图名称',
  forWhom: '给谁用',
  mine: '只有我',
  unit: (name: string) => `${name}的同事也能看到`,
  saved: '视图已保存',
  manageTitle: (name: string) => `视图“${name}”`,
  sharedWith: (name: string) => `与${name}共享`,
  rename: '改名',
  renamed: '视图已改名',
  drop: '删除视图',
  dropShared: '删除后本单位的同事也看不到了，操作会留下记录。',
  dropped: '视图已删除',
};
