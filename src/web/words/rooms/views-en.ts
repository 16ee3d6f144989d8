import type { viewsZh } from './views-zh.ts';

export const viewsEn: typeof viewsZh = {
  saveTitle: 'Save as a view',
  saveHint: 'Keeps filter, order and columns; it is there on any machine you sign in on.',
  name: 'Name of the view',
  forWhom: 'For whom',
  mine: 'Only me',
  unit: (name) => `Colleagues at ${name} see it too`,
  saved: 'The view is saved',
  manageTitle: (name) => `View ${name}`,
  sharedWith: (name) => `Shared with ${name}`,
  rename: 'Rename',
  renamed: 'The view has a new name',
  drop: 'Delete the view',
  dropShared: 'Your colleagues will not see it any more either; this is put on record.',
  dropped: 'The view is deleted',
};
