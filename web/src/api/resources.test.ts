import { expect, it } from 'vitest';
import { partsOf } from './resources';
import type { FlowStepView, FlowView } from './schema';

function step(of: Partial<FlowStepView>): FlowStepView {
  return { id: 'x', name: null, enabled: true, when: null, into: null, onError: 'stop', ...of };
}

it('finds the parts of a flow in its sources, its steps and its branches', () => {
  const flow = {
    sources: [{ id: 'tickets', export: 'exp_1' }],
    steps: [
      step({ lookup: 'exp_2' }),
      step({
        branch: {
          mode: 'first',
          cases: [{ name: null, when: null, steps: [step({ import: 'imp_1' }), step({ import: 'imp_2' })] }],
        },
      }),
    ],
  } as unknown as FlowView;

  expect([...partsOf(flow)]).toEqual(['exp_1', 'exp_2', 'imp_1', 'imp_2']);
});
