import { Anchor, type AnchorProps } from '@mantine/core';
import { Link } from '@tanstack/react-router';

interface FlowLinkProps extends Pick<AnchorProps, 'fw'> {
  id: string;
  name: string;
}

/** A flow's name, which leads to its page. */
export function FlowLink({ id, name, ...rest }: FlowLinkProps) {
  return (
    <Anchor size="sm" {...rest} renderRoot={(props) => <Link to="/flows/$flowId" params={{ flowId: id }} {...props} />}>
      {name}
    </Anchor>
  );
}
