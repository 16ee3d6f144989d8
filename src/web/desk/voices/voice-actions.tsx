import { type ReactElement, useState } from 'react';
import { Button } from '#web/kit/button.tsx';
import { type Command, useCommands } from '#web/kit/commands.tsx';
import { Menu } from '#web/kit/menu.tsx';
import { useToast } from '#web/kit/toast.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { call } from '../api/call.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useAct } from '../api/use-act.ts';
import { holdsAny, useMe } from '../session/use-me.ts';
import { AnswerDialog } from './answer-dialog.tsx';
import { LinkDialog, RaiseDialog } from './link-dialog.tsx';
import { OriginalDialog, UnsealDialog } from './sealed-dialogs.tsx';
import { useVoiceChanged } from './use-voice-changed.ts';
import { type OfficeMove, type VoiceDetail, voiceMoves } from './voice-calls.ts';
import { MoveDialog } from './voice-dialogs.tsx';
import { voicesWords } from './voice-words.ts';
import css from './voices.module.css';

type Deed = Exclude<OfficeMove, 'unlink'> | 'raise' | 'original' | 'unseal';

/** What drives a voice on comes first. */
const ORDER = [
  'pass',
  'accept',
  'register',
  'link',
  'raise',
  'answer',
  'route',
  'ask',
  'end',
  'adopt',
  'decline',
  'arbitrate',
  'tidy',
  'hold',
  'dismiss',
  'original',
  'unseal',
] as const satisfies readonly Deed[];

const KEYS: Partial<Record<Deed, string>> = {
  register: 'r',
  link: 'l',
  raise: 'n',
  answer: 'a',
  route: 't',
  accept: 'y',
  pass: 'p',
  ask: 'w',
};
const SHOWN = 4;

/** What this reader may do with a voice: the likeliest as buttons with keys, the rest in a list. */
export function VoiceActions({ voice }: { readonly voice: VoiceDetail }): ReactElement | null {
  const r = useRoomWords(voicesWords);
  const say = useToast();
  const changed = useVoiceChanged();
  const [open, setOpen] = useState<Deed>();
  const me = useMe();
  const accept = useAct((key) =>
    call(voiceMoves.accept, { id: voice.id, version: voice.version }, { key }),
  );
  const may = (deed: Deed): boolean => {
    if (deed === 'raise') return voice.can.includes('link');
    if (deed === 'original') return voice.can.includes('ask') || voice.can.includes('register');
    if (deed === 'unseal') return holdsAny(me, ['office', 'leader']);
    return voice.can.includes(deed);
  };
  const deeds = ORDER.filter(may);
  const label = (deed: Deed): string =>
    deed === 'raise' || deed === 'original' || deed === 'unseal' ? r[deed] : r.moves[deed];
  const run = async (deed: Deed): Promise<void> => {
    if (deed !== 'accept') return setOpen(deed);
    const now = await accept.run();
    if (now === undefined) return;
    changed(now);
    say(r.done(r.moves.accept));
  };
  useCommands(
    deeds.map((deed): Command => ({
      id: `voice-${deed}`,
      label: label(deed),
      group: r.title,
      keys: KEYS[deed],
      run: () => void run(deed),
    })),
  );
  if (deeds.length === 0) return null;
  const close = (): void => setOpen(undefined);
  return (
    <>
      {accept.problem !== undefined && <ProblemNote problem={accept.problem} />}
      <div className={css['actions']}>
        {deeds.slice(0, SHOWN).map((deed, i) => (
          <Button
            key={deed}
            look={i === 0 ? 'primary' : 'plain'}
            hint={KEYS[deed]?.toUpperCase()}
            busy={deed === 'accept' && accept.busy}
            onClick={() => void run(deed)}
          >
            {label(deed)}
          </Button>
        ))}
        {deeds.length > SHOWN && (
          <Menu
            label={r.otherMoves}
            choices={deeds
              .slice(SHOWN)
              .map((deed) => ({ id: deed, label: label(deed), run: () => void run(deed) }))}
          />
        )}
      </div>
      <Opened open={open} voice={voice} onClose={close} />
    </>
  );
}

function Opened({
  open,
  voice,
  onClose,
}: {
  readonly open: Deed | undefined;
  readonly voice: VoiceDetail;
  readonly onClose: () => void;
}): ReactElement | null {
  const props = { voice, onClose };
  if (open === undefined || open === 'accept') return null;
  if (open === 'answer') return <AnswerDialog {...props} />;
  if (open === 'link') return <LinkDialog {...props} />;
  if (open === 'raise') return <RaiseDialog {...props} />;
  if (open === 'original') return <OriginalDialog {...props} />;
  if (open === 'unseal') return <UnsealDialog {...props} />;
  return <MoveDialog move={open} {...props} />;
}
