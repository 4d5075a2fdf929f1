import type { FlowSourceView, FlowStepView } from '@/api/schema';

const idCharacters = 8;
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** An id that no source or step of any flow had before: errors name the step at which they wait. */
function newId(prefix: string): string {
  const random = crypto.getRandomValues(new Uint8Array(idCharacters));
  return `${prefix}-${Array.from(random, (byte) => alphabet[byte % alphabet.length]).join('')}`;
}

export function newSource(from: string): FlowSourceView {
  return { id: newId('source'), export: from };
}

type Kind = { import: string } | { lookup: string } | Pick<FlowStepView, 'branch'>;

export function newStep(kind: Kind, into: string | null = null): FlowStepView {
  return { id: newId('step'), name: null, enabled: true, ...kind, when: null, into, onError: 'stop' };
}

/** Two ways: one with a condition to be written, and one for what is left. */
export function newBranch(): FlowStepView {
  return newStep({
    branch: {
      mode: 'first',
      cases: [
        { name: 'Case 1', when: null, steps: [] },
        { name: 'Everything else', when: null, steps: [] },
      ],
    },
  });
}

/** The same step once more, with ids of its own, those inside of it too. */
export function copyOf(step: FlowStepView): FlowStepView {
  return {
    ...step,
    id: newId('step'),
    ...(step.branch && {
      branch: {
        ...step.branch,
        cases: step.branch.cases.map((one) => ({ ...one, steps: one.steps.map(copyOf) })),
      },
    }),
  };
}
