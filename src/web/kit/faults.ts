import { createContext } from 'react';

/** What is wrong with the fields of the form around them, by the name of each; empty outside such a form. */
export const Faults = createContext<ReadonlyMap<string, string>>(new Map());
