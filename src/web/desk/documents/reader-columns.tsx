import type { ReactElement } from 'react';
import { Empty } from '#web/kit/states.tsx';
import { useMedia } from '#web/kit/use-media.ts';
import { useRoomWords } from '#web/words/room-words.ts';
import { CardPane, RoleList } from './card-pane.tsx';
import { documentsWords } from './documents-words.ts';
import { Outline } from './outline.tsx';
import css from './reader.module.css';
import type { Reading } from './reading-model.ts';
import { TextPane } from './text-pane.tsx';
import type { Deciding } from './use-deciding.ts';
import type { Deeds } from './use-deeds.ts';
import type { Walk } from './use-walk.ts';

/** Outline, text and cards beside each other; on a phone the cards stand below, the outline folds away. */
export function ReaderColumns({
  reading,
  walk,
  deciding,
  deeds,
}: {
  readonly reading: Reading;
  readonly walk: Walk;
  readonly deciding: Deciding;
  readonly deeds: Deeds;
}): ReactElement {
  const r = useRoomWords(documentsWords);
  const narrow = useMedia('(max-width: 900px)');
  const { stops, current, role } = walk;
  const outline = <Outline reading={reading} stops={stops} current={current} onGo={walk.show} />;
  const hasOutline = reading.detail.outline.length > 0;
  return (
    <div className={css['columns']}>
      {!narrow && (hasOutline ? outline : <div className={css['none']} />)}
      {narrow && hasOutline && (
        <details className={css['fold']}>
          <summary>{r.outline}</summary>
          {outline}
        </details>
      )}
      <TextPane
        reading={reading}
        current={current}
        arrived={walk.arrived}
        shown={walk.shown}
        onChoose={(seq, candidate) => {
          const sentence = reading.sentences[seq];
          if (sentence !== undefined) walk.chooseSentence(sentence, candidate);
        }}
      />
      {role !== undefined && (
        <RoleList
          reading={reading}
          role={role}
          mayDecide={reading.detail.can.includes('decide')}
          onChoose={(sentence) => walk.chooseSentence(sentence)}
          onFrame={deeds.frame}
          onClose={() => walk.setRole(undefined)}
        />
      )}
      {role === undefined &&
        (current === undefined ? (
          <Empty title={r.nothingFound} />
        ) : (
          <CardPane
            reading={reading}
            stops={stops}
            current={current}
            pending={deciding.pending}
            deedsOf={deeds.of}
            focus={walk.focus}
            onChoose={walk.choose}
            onDeed={deeds.run}
            onBatch={deeds.batch}
            onFrame={deeds.frame}
          />
        ))}
    </div>
  );
}
