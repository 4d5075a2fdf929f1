import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Part } from './parts';

interface DocumentNameProps {
  part: Part;
  id: string;
  name: string;
}

/** The name of an export or import, which leads to its page. */
export function DocumentName({ part, id, name }: DocumentNameProps) {
  return (
    <Anchor
      size="sm"
      fw={550}
      renderRoot={(props) =>
        part === 'exports' ? (
          <Link to="/exports/$exportId" params={{ exportId: id }} {...props} />
        ) : (
          <Link to="/imports/$importId" params={{ importId: id }} {...props} />
        )
      }
    >
      {name}
    </Anchor>
  );
}
