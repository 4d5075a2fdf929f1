import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, bodyOf } from '@/api/client';
import type { Json } from '@/json/json';
import { importBody, unnamed, type ImportFields } from '../operations/documents';

/** Shows what an import as it is typed would send for one record; nothing is sent. */
export function useImportPreview(refuse: (error: unknown, within: string) => void) {
  const [opened, setOpened] = useState(false);
  const showing = useMutation({
    mutationFn: ({ fields, record }: { fields: ImportFields; record: Json }) =>
      bodyOf(api.POST('/v1/imports/preview', { body: { import: unnamed(importBody(fields)), records: [record] } })),
    onSuccess: () => {
      setOpened(true);
    },
    onError: (error) => {
      refuse(error, 'import.');
    },
  });

  return {
    opened,
    busy: showing.isPending,
    result: showing.data,
    show: (fields: ImportFields, record: Json) => {
      showing.mutate({ fields, record });
    },
    close: () => {
      setOpened(false);
    },
  };
}
