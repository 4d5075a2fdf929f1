import { Center, Loader } from '@mantine/core';

/** While a page or a part of it is fetched. */
export function Loading({ label = 'Loading…' }: { label?: string }) {
  return (
    <Center mih={200} role="status" aria-label={label}>
      <Loader size="sm" type="dots" color="gray" />
    </Center>
  );
}
