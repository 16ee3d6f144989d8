import { type ReactElement, useCallback, useRef, useState } from 'react';
import { FileDrop } from '#web/kit/file-drop.tsx';
import { Note } from '#web/kit/states.tsx';
import { useToast } from '#web/kit/toast.tsx';
import { sayBytes } from '#web/words/format.ts';
import { useWords } from '#web/words/use-words.tsx';
import { call, hrefOf, Problem } from '../api/call.ts';
import { calls } from '../api/calls.ts';
import { problemText } from '../api/problem-text.ts';
import { useAct } from '../api/use-act.ts';
import { type Detail, useEntryChanged } from '../ledger/use-ledger.ts';
import css from './entry.module.css';
import { HandOver } from './hand-over.tsx';

const ACCEPTED = 'image/*,.pdf,.docx,.xlsx,.txt,.csv';

/** 佐证: what proves the work; pictures show themselves. */
export function EvidencePanel({ entry }: { readonly entry: Detail }): ReactElement {
  const { w, moment } = useWords();
  const rounds = [...new Set(entry.evidence.map((one) => one.episode))].toSorted((a, b) => b - a);
  return (
    <section className={css['section']} aria-labelledby="evidence">
      <h2 id="evidence">{w.entry.evidence}</h2>
      {entry.evidence.length === 0 && <p className={css['none']}>{w.entry.noEvidence}</p>}
      {rounds.map((round) => (
        <div key={round}>
          {rounds.length > 1 && <h3 className={css['round']}>{w.entry.episodeTitle(round)}</h3>}
          <ul className={css['files']}>
            {entry.evidence
              .filter((one) => one.episode === round)
              .map((one) => (
                <li key={one.id} className={css['file']}>
                  <a
                    href={hrefOf(calls.downloadEvidence, {
                      id: one.id,
                      inline: one.mediaType.startsWith('image/'),
                    })}
                    target="_blank"
                    rel="noreferrer"
                  >
                    {one.mediaType.startsWith('image/') ? (
                      <img
                        src={hrefOf(calls.downloadEvidence, { id: one.id, inline: true })}
                        alt=""
                        loading="lazy"
                        width="112"
                        height="84"
                      />
                    ) : (
                      <span className={css['paper']} aria-hidden="true">
                        {(one.name.split('.').pop() ?? '').slice(0, 4).toUpperCase()}
                      </span>
                    )}
                    <span className={css['fileName']}>{one.name}</span>
                  </a>
                  <span className={css['sub']}>
                    {one.purpose === 'check' && <>{w.entry.ofCheck}　</>}
                    {one.byUnit.name}　{moment(one.at)}　{sayBytes(one.bytes)}
                  </span>
                </li>
              ))}
          </ul>
        </div>
      ))}
      {entry.can.includes('attach') && <AddEvidence entry={entry} purpose="progress" />}
      {entry.can.includes('attach_check') && <AddEvidence entry={entry} purpose="check" />}
    </section>
  );
}

/** A file that did not come through, and why. */
interface Left {
  readonly name: string;
  readonly why: string;
}

function stops(failed: unknown, left: readonly Left[]): boolean {
  return left.length > 0 && failed instanceof Problem && ['offline', 'stale'].includes(failed.code);
}

/** Files of the work, or of a check of it; `onAdded` gets the entry as it then is. */
export function AddEvidence({
  entry,
  purpose,
  onAdded,
}: {
  readonly entry: Detail;
  readonly purpose: 'progress' | 'check';
  readonly onAdded?: (entry: Detail) => void;
}): ReactElement {
  const { w } = useWords();
  const say = useToast();
  const changed = useEntryChanged();
  const [waiting, setWaiting] = useState(0);
  const [left, setLeft] = useState<readonly Left[]>([]);
  const failed = useRef<unknown>(undefined);
  const { run } = useAct(async (key, version: number, file: File) => {
    try {
      const input = { id: entry.id, version, name: file.name, purpose };
      return await call(calls.uploadEvidence, input, { key, file });
    } catch (error) {
      failed.current = error;
      throw error;
    }
  });
  const onFiles = useCallback(
    async (files: readonly File[]) => {
      let version = entry.version;
      const not: Left[] = [];
      setLeft(not);
      for (const [i, file] of files.entries()) {
        setWaiting(files.length - i);
        // One that is refused keeps no other back; without a line, or on an old version, none would come through.
        const answer = stops(failed.current, not) ? undefined : await run(version, file);
        if (answer === undefined) {
          not.push({ name: file.name, why: problemText(failed.current, w) });
          continue;
        }
        version = answer.entry.version;
        changed(answer.entry);
        onAdded?.(answer.entry);
        say(w.entry.evidenceAdded(file.name));
      }
      setLeft([...not]);
      setWaiting(0);
    },
    [entry.version, run, changed, onAdded, say, w],
  );
  return (
    <>
      {left.length > 0 && (
        <div role="alert">
          <Note tone="cinnabar">
            {left.length === 1 && left[0]?.why}
            {left.length > 1 && (
              <ul>
                {left.map(({ name, why }) => (
                  <li key={name}>
                    {name} — {why}
                  </li>
                ))}
              </ul>
            )}
          </Note>
        </div>
      )}
      <FileDrop
        label={purpose === 'check' ? w.entry.addCheckEvidence : w.entry.addEvidence}
        hint={w.entry.evidenceHint}
        accept={ACCEPTED}
        multiple
        busy={waiting > 0}
        onFiles={(files) => void onFiles(files)}
      />
      <HandOver entry={entry} purpose={purpose} />
    </>
  );
}
