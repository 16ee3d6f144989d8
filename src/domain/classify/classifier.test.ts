import { describe, expect, test } from 'vitest';
import { classify, trainModel } from './classifier.ts';
import { restoreModel, storeModel } from './model-file.ts';
import { macroF1, scoreClasses } from './score.ts';

const KINDS = {
  道路: ['路面坑洼积水', '井盖破损松动', '斑马线磨损不清', '红绿灯故障不亮'],
  学校: ['学校周末强制补课', '幼儿园学费太高', '食堂饭菜不卫生', '班额超过七十人'],
  医疗: ['医院挂号排队太久', '卫生室没有医生', '药品价格比外面贵', '报销手续复杂'],
};
const rows = Object.entries(KINDS).flatMap(([label, texts]) =>
  texts.flatMap((text) =>
    [`${text}无人管`, `反映${text}`, `${text}请解决`].map((body) => ({ label, body })),
  ),
);

describe('category suggestion', () => {
  const model = trainModel(rows);

  test('suggests the class whose words the text uses, in order with a margin', () => {
    const { top, margin } = classify(model, { title: '补课', body: '学校又在周末补课' });
    expect(top.map(({ label }) => label)[0]).toBe('学校');
    expect(top).toHaveLength(3);
    expect(margin).toBeCloseTo((top[0]?.score ?? 0) - (top[1]?.score ?? 0));
  });

  test('a stored model decides as before', () => {
    const restored = restoreModel(structuredClone(storeModel(model)));
    for (const { body } of rows) {
      expect(classify(restored, { body }).top[0]?.label).toBe(
        classify(model, { body }).top[0]?.label,
      );
    }
  });

  test('is not sure of what it has no words for', () => {
    expect(classify(model, { body: 'zzz' }).isSure).toBe(false);
  });

  test('one class is refused', () => {
    expect(() => trainModel(rows.filter(({ label }) => label === '道路'))).toThrow(RangeError);
  });

  test('macro-F1 counts every class the same', () => {
    const pairs = [
      { truth: 'a', guess: 'a' },
      { truth: 'a', guess: 'a' },
      { truth: 'b', guess: 'a' },
    ];
    expect(macroF1(scoreClasses(pairs))).toBeCloseTo(0.4);
  });
});
