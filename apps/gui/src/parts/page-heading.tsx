import { type ReactNode, useEffect, useRef } from 'react';

interface PageHeadingProps {
  readonly title: string;
  /** Stands before the title, smaller. */
  readonly kicker?: ReactNode;
  /** Stands below it. */
  readonly children?: ReactNode;
  /** Buttons beside it. */
  readonly actions?: ReactNode;
}

let isFirstPage = true;

/** The page's name, for the eye, the browser's tab and, after a change of page, the screen reader. */
export function PageHeading({ title, kicker, children, actions }: PageHeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} – Daybook`;
  }, [title]);
  useEffect(() => {
    // The browser itself starts the first page at its top.
    if (!isFirstPage) heading.current?.focus();
    isFirstPage = false;
  }, []);
  return (
    <header className="page-heading">
      <div className="page-heading-words">
        {kicker !== undefined && <p className="kicker">{kicker}</p>}
        <h1 ref={heading} tabIndex={-1} dir="auto">
          {title}
        </h1>
        {children}
      </div>
      {actions !== undefined && <div className="page-actions">{actions}</div>}
    </header>
  );
}
