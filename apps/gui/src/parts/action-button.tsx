import type { ReactNode } from 'react';

interface ActionButtonProps {
  readonly onClick?: () => void;
  readonly isUnderWay: boolean;
  readonly children: ReactNode;
  /** @default plain */
  readonly kind?: 'plain' | 'main' | 'danger';
  /** @default button */
  readonly type?: 'button' | 'submit';
  /** Says why it can't be used now; it can't be used while that is set. */
  readonly hindrance?: string | null;
  /** A longer name for screen readers, beginning with the visible words. */
  readonly label?: string;
  readonly describedBy?: string;
}

/**
 * A button of which the request may take a while. It stays focusable while it is disabled, so that the keyboard's place is
 * not lost.
 */
export function ActionButton(props: ActionButtonProps) {
  const {
    onClick,
    isUnderWay,
    children,
    kind = 'plain',
    type = 'button',
    hindrance = null,
    label,
    describedBy,
  } = props;
  const isDisabled = isUnderWay || hindrance !== null;
  return (
    <button
      type={type}
      className={`button button-${kind}`}
      aria-disabled={isDisabled}
      aria-busy={isUnderWay}
      aria-label={label}
      aria-describedby={describedBy}
      title={hindrance ?? undefined}
      onClick={(event) => {
        if (isDisabled) event.preventDefault();
        else onClick?.();
      }}
    >
      {isUnderWay && <span className="spinner" aria-hidden="true" />}
      {children}
    </button>
  );
}
