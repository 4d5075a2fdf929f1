import { useMutation } from '@tanstack/react-query';
import { BusyButton } from '@/components/BusyButton';
import { ErrorNotice } from '@/components/ErrorNotice';
import { indent } from '@/json/indent';
import { pull } from './configuration';

const fileName = 'weir-configuration.json';

/** Saves the configuration on the person's machine. */
export function PullButton() {
  const pulling = useMutation({
    mutationFn: pull,
    onSuccess: (text) => {
      const address = URL.createObjectURL(new Blob([`${indent(text)}\n`], { type: 'application/json' }));
      const link = document.createElement('a');
      link.href = address;
      link.download = fileName;
      link.click();
      URL.revokeObjectURL(address);
    },
  });
  return (
    <>
      {pulling.error !== null && <ErrorNotice error={pulling.error} />}
      <BusyButton
        variant="default"
        busy={pulling.isPending}
        onClick={() => {
          pulling.mutate();
        }}
      >
        Download
      </BusyButton>
    </>
  );
}
