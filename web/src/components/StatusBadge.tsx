import classes from './StatusBadge.module.css';

export type Tone = 'good' | 'bad' | 'busy' | 'waiting' | 'neutral';

interface StatusBadgeProps {
  /** The word itself; the colour only repeats what it says. */
  label: string;
  tone: Tone;
}

/** A state in a word, with a dot of its colour. */
export function StatusBadge({ label, tone }: StatusBadgeProps) {
  return (
    <span className={classes['badge']} data-tone={tone}>
      {label}
    </span>
  );
}
