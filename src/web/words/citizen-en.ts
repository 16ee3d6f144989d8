import { citizenFollowEn } from './citizen-follow-en.ts';
import { citizenPublicEn } from './citizen-public-en.ts';
import { citizenSurveyEn } from './citizen-survey-en.ts';
import type { CitizenWords } from './citizen-zh.ts';

export const citizenEn: CitizenWords = {
  page: {
    skip: 'Skip to the text',
    nav: 'Navigation',
    big: 'Large type',
    normal: 'Normal type',
    otherLang: '中文',
    name: (city) => `${city}: citizens’ voices`,
    say: 'Say something',
    follow: 'Follow',
    public: 'What was done',
    failed: 'This page could not be opened',
    sealed:
      'Who you are is known to you alone: the unit that handles it sees no name, number or address of yours.',
  },
  say: {
    title: 'Say something, report a problem',
    lead: 'No registration. One minute, and a code to follow all that is done.',
    kind: 'What kind is it?',
    kinds: {
      request: 'A request, a repair, a poor service',
      opinion: 'An opinion or a proposal',
      complaint: 'The conduct of a unit or an official',
      accusation: 'An accusation of a breach of law or discipline',
    },
    words: 'What is it about?',
    wordsHint: 'Say where, when and what. You need not say who you are.',
    place: 'Where? (optional)',
    placeHint: 'For example: third lamp post, north street',
    unit: 'Which county or town? (optional)',
    unitNone: 'Not sure',
    subject: 'Which subject? (optional)',
    subjectNone: 'Let the office sort it',
    about: 'Which unit is it about? (only for conduct)',
    aboutHint: 'Its full name. Neither it nor what is above or below it sees what you write.',
    photos: 'Photos (up to 3, optional)',
    photosHint: 'What a camera writes into a photo is removed.',
    photoPlace: 'Take the place from the photo',
    name: 'Your name (optional)',
    contact: 'How to reach you (optional)',
    contactHint:
      'Sealed: the handling unit cannot see it. Two people of two units must approve to open it, and you are told.',
    enterprise: 'A problem of an enterprise',
    enterpriseLead:
      'For enterprises. Name the unit it is about and the city itself handles it: neither that unit nor what is above or below it sees what you write.',
    aboutUnit: 'Which unit is it about? (optional)',
    aboutUnitHint:
      'Its full name. Then it is never passed to it, nor to what is above or below it.',
    mayCall:
      'You may call me once to ask how it went (somebody who did not handle it; you see when)',
    submit: 'Send',
    faults: 'Almost there',
    needWords: 'Please say in words what it is about',
    tooLong: (n) =>
      `These are ${n} characters, and 10,000 are the most; shorten it, or send it in two`,
    noPhoto: 'it does not open, or is no photo; JPG, PNG and WebP are taken',
    photoRefused: (nth, why) => `Photo ${nth} was not taken: ${why}.`,
    photosOver: 'Three photos are taken at once, the rest was not.',
    photosElse: 'Choose again, or submit as it is.',
    photoKept: (n) => `${n} photos are kept; no need to choose them again`,
  },
  news: {
    ways: {
      mail: 'an e-mail address',
      sms: 'a mobile number',
      wecom: 'WeCom (as “wecom: user id”)',
    },
    or: ' or ',
    and: ', ',
    wish: (ways: string) =>
      `Tell me when there is news (needs ${ways} above). You are told that there is some, not what it is about; but whoever sees your phone sees that you reported something. Not for complaints about conduct`,
    willTell:
      'When there is news you will be told at the contact you left: once a day at most, never at night.',
    cannotTell:
      'You cannot be told of this one: the contact you left cannot be reached, or it is about conduct. Look here with your code.',
    on: 'You are told when there is news: once a day at most, never at night.',
    off: 'You are not told when there is news. If you are, it says that there is some, not what it is about; but whoever sees your phone sees that you reported something.',
    unfit: 'The contact you left cannot be reached; look here with your code.',
    sent: (days: string) => `A notice was sent to the contact you left: ${days}.`,
    turnOn: 'Tell me when there is news',
    turnOff: 'No longer tell me',
  },
  photo: {
    making: 'Making the photos smaller; one moment…',
    made: 'The photos are smaller now and go faster.',
    heic: 'is a HEIC photo that this browser cannot open, so it was not picked. On an iPhone choose Settings → Camera → Formats → Most Compatible and take it again; elsewhere save it as JPG and pick that. What you have typed is still here.',
  },
  keep: {
    found: 'Something was not sent last time; it is still on this phone (without name or contact).',
    waits:
      'There is no network. What you wrote stays on this phone; open this page again when there is.',
    fill: 'Go on with it',
    drop: 'Drop it',
  },
  sure: {
    title: 'Before you send it',
    known:
      'What is marked below tells who you are. It is masked before a unit reads it; if you hide it, the words as sent do not hold it either.',
    home: 'What is marked below is the door of your home. If somebody has to come and mend it, leave it in; if not, you can hide it.',
    homeHow: 'And the door?',
    homeKeep: 'Leave it in: somebody has to come (the unit sees it)',
    homeHide: 'Hide it: nobody has to come',
    hide: 'Hide it for me (recommended)',
    keep: 'Leave it in',
    how: 'What shall we do?',
    accusation:
      'This reads like an accusation of a breach of law or discipline. It is not handled here; please go to the discipline inspection organs.',
    alike:
      'These were said before and are public. If it is the same, open it and say “me too”; if not, go on.',
    go: 'Go on and send',
    back: 'Back to change it',
  },
  door: {
    title: 'Accusations go here',
    stored: 'What you just wrote was not kept.',
    lines: {
      phone: 'Discipline inspection: call 12388',
      site: 'Web: www.12388.gov.cn',
      letter: 'Or by letter or in person.',
      police: 'If there is danger or crime at this moment, call 110.',
    },
    back: 'Back',
  },
  receipt: {
    title: 'Received',
    code: 'Your tracking code',
    codeHint: 'Write it down or take a picture. It is shown once; who has it can follow this one.',
    held: 'Somebody looks at it before it goes on.',
    next: 'Next: it is registered, with a promised day and the unit that handles it.',
    danger:
      'If somebody is in danger now, call 110 or 120; for help with hard feelings call 12356.',
    day: 'Sent on',
    print: 'Print this page for a paper slip.',
    follow: 'Follow it now',
    again: 'Say something else',
    known:
      'These words had come already; nothing was added. A place, contact or photo changed since was not taken: tell it on the progress page under “add”.',
    oneMore: (n: number) =>
      `${n} were sent on this form today. With other words each is one of its own, with its own code. If you only mended the words, withdraw the other by its code.`,
  },
  ...citizenFollowEn,
  ...citizenPublicEn,
  ...citizenSurveyEn,
};
