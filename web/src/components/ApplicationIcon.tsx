import classes from './ApplicationIcon.module.css';

// The icons that lie beside the definitions; an operator's own application has its first letter.
const icons = import.meta.glob<string>('../../../applications/*/icon.svg', {
  query: '?url',
  import: 'default',
  eager: true,
});

const byKey = new Map(Object.entries(icons).map(([path, url]) => [path.split('/').at(-2), url]));

interface ApplicationIconProps {
  application: string;
  /** In pixels. */
  size?: number;
}

/** The picture of an application. Its name stands beside it, so it says nothing itself. */
export function ApplicationIcon({ application, size = 32 }: ApplicationIconProps) {
  const url = byKey.get(application);
  return (
    <span className={classes['tile']} style={{ width: size, height: size, fontSize: size * 0.45 }} aria-hidden>
      {url === undefined ? application.slice(0, 1).toUpperCase() : <img src={url} alt="" />}
    </span>
  );
}
