import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, bodyOf } from '@/api/client';
import type { Json } from '@/json/json';
import { exportBody, unnamed, type ExportFields } from '../operations/documents';
import { readUnshaped } from './readUnshaped';

interface PreviewOptions {
  fields: ExportFields | null;
  /** Whether the fields may go to the server; else they say what is wrong. */
  complete: () => boolean;
  refuse: (error: unknown, within: string) => void;
  /** For a lookup: the record that comes to it. */
  record: Json | undefined;
}

/** How many records are shown. */
const recordsMax = 10;

/** Reads with an export as it is typed; nothing is stored. */
export function useExportPreview({ fields, complete, refuse, record }: PreviewOptions) {
  const [opened, setOpened] = useState(false);
  /** Days before now as which the last run is taken; null: there was none. */
  const [daysAgo, setDaysAgo] = useState<number | null>(null);
  const reading = useMutation({
    mutationFn: async ({ document, days }: { document: ExportFields; days: number | null }) => {
      const body = {
        export: unnamed(exportBody(document)),
        limit: recordsMax,
        ...(record !== undefined && { record }),
        ...(days !== null && { since: new Date(Date.now() - days * 86_400_000).toISOString() }),
      };
      const shown = await bodyOf(api.POST('/v1/exports/preview', { body }));
      const isShaped = document.transform !== null || document.filter !== null;
      return { ...shown, read: isShaped ? await readUnshaped(document) : (shown.records[0] as Json | undefined) };
    },
    onSuccess: () => {
      setOpened(true);
    },
    onError: (error) => {
      setOpened(false);
      refuse(error, 'export.');
    },
  });

  const read = (days: number | null) => {
    if (fields !== null && complete()) {
      setDaysAgo(days);
      reading.mutate({ document: fields, days });
    }
  };

  return {
    opened,
    busy: reading.isPending,
    result: reading.data,
    daysAgo,
    read,
    close: () => {
      setOpened(false);
    },
  };
}

export type ExportPreviewing = ReturnType<typeof useExportPreview>;
