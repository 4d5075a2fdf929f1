import type { FlowSourceView, FlowStepView } from '@/api/schema';
import type { FlowDraft, Place } from '../draft/flowDraft';
import { findStep } from '../draft/flowDraft';
import type { Problems } from '../draft/problemPlaces';
import type { CaseChipProps } from './CaseChip';
import { conditionWords } from './conditionWords';
import type { PartCardProps } from './PartCard';
import type { PartInfo } from './partInfo';

/** Turns the draft into what its cards show, for the canvas and the list alike. */
export interface PartViews {
  source: (source: FlowSourceView) => PartCardProps;
  step: (step: FlowStepView) => PartCardProps;
  case: (branch: FlowStepView, index: number) => CaseChipProps;
  /** Where a new step would go, in words. */
  where: (place: Place) => string;
}

const nothingKnown: PartInfo = {
  kind: 'Source',
  title: '…',
  does: '',
  connection: '',
  application: null,
  resource: null,
  resourceName: '',
  isFiltered: false,
};

export function partViews(draft: FlowDraft, infos: ReadonlyMap<string, PartInfo>, problems: Problems): PartViews {
  const infoOf = (id: string) => infos.get(id) ?? nothingKnown;
  const listOf = ({ list }: Place) =>
    list === null ? draft.steps : (findStep(draft, list.branch)?.branch?.cases[list.case]?.steps ?? []);
  return {
    source: ({ id }) => ({ id, info: infoOf(id), enabled: true, condition: null, problem: firstOf(problems[id]) }),
    step: ({ id, enabled, when }) => ({
      id,
      info: infoOf(id),
      enabled,
      condition: when === null ? null : conditionWords(when),
      // What is said of a case stands at the case.
      problem: firstOf(problems[id], (field) => !field.startsWith('branch.cases[')),
    }),
    case: ({ id, branch }, index) => {
      const one = branch?.cases[index];
      const isLeft = branch?.mode === 'first' && index > 0 && index === branch.cases.length - 1;
      return {
        branch: id,
        index,
        name: caseName(one?.name, index),
        condition: caseCondition(one?.when ?? null, isLeft),
        problem: firstOf(problems[id], (field) => field.startsWith(`branch.cases[${index}]`)),
      };
    },
    where: (place) => {
      const steps = listOf(place);
      const [next, before] = [steps[place.index], steps[place.index - 1]];
      const one =
        place.list === null ? undefined : findStep(draft, place.list.branch)?.branch?.cases[place.list.case]?.name;
      const inCase = place.list === null ? '' : ` in ${caseName(one, place.list.case)}`;
      return next !== undefined
        ? `before ${infoOf(next.id).title}${inCase}`
        : before !== undefined
          ? `after ${infoOf(before.id).title}${inCase}`
          : `to ${caseName(one, place.list?.case ?? 0)}`;
    },
  };
}

function caseCondition(when: unknown, isLeft: boolean): string {
  return when !== null ? conditionWords(when) : isLeft ? 'what no other case took' : 'every record';
}

export function caseName(name: string | null | undefined, index: number): string {
  return name ?? `Case ${index + 1}`;
}

function firstOf(
  problems: Readonly<Record<string, string>> | undefined,
  take: (field: string) => boolean = () => true,
): string | null {
  return Object.entries(problems ?? {}).find(([field]) => take(field))?.[1] ?? null;
}
