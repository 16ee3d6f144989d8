import { type ReactElement, useState } from 'react';
import { TextInput } from '#web/kit/field.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { call } from '../api/call.ts';
import { useAct } from '../api/use-act.ts';
import { type DefinitionDraft, DefinitionFields } from './propose-dialog.tsx';
import { targetCalls } from './target-calls.ts';
import { FormDialog } from './target-dialogs.tsx';
import type { TargetDetail } from './target-page.tsx';
import { targetsWords } from './targets-words.ts';

/** 明确口径: what was defined stays as an earlier version, so a change says why. */
export function DefinitionDialog({
  detail: { indicator },
  onClose,
  onDone,
}: {
  readonly detail: TargetDetail;
  readonly onClose: () => void;
  readonly onDone: () => void;
}): ReactElement {
  const r = useRoomWords(targetsWords);
  const { name, measure, meaning, direction, periodicity, adds, source } = indicator;
  const [draft, setDraft] = useState<DefinitionDraft>({
    name,
    measure,
    meaning,
    direction,
    periodicity,
    adds,
    source,
  });
  const [reason, setReason] = useState('');
  const act = useAct((key, definition: DefinitionDraft, why: string) =>
    call(
      targetCalls.changeIndicator,
      {
        id: indicator.id,
        version: indicator.version,
        ...definition,
        reason: why,
        ...(indicator.ownerPost === null ? {} : { ownerPost: indicator.ownerPost.id }),
      },
      { key },
    ),
  );
  return (
    <FormDialog
      title={indicator.defined ? r.changeDefinition : r.editDefinition}
      wide
      busy={act.busy}
      problem={act.problem}
      needs={[
        [r.indicator, draft.name.trim() !== ''],
        [r.reason, !indicator.defined || reason.trim() !== ''],
      ]}
      onClose={onClose}
      onSubmit={() => void act.run(draft, reason).then((made) => made !== undefined && onDone())}
    >
      <DefinitionFields draft={draft} onDraft={setDraft} />
      {indicator.defined && (
        <TextInput label={r.reason} value={reason} maxLength={500} onText={setReason} />
      )}
    </FormDialog>
  );
}
