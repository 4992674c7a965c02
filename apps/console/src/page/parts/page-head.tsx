import { useEffect, useRef, type JSX, type ReactNode } from 'react';
import { useRoute } from '../routing/use-route.js';

interface Crumb {
  readonly title: string;
  readonly href: string;
}

interface PageHeadProps {
  readonly title: string;
  /** The pages above this one. */
  readonly above?: readonly Crumb[];
  readonly children?: ReactNode;
}

/** Whether the page has moved on since it was loaded: the first heading leaves the focus where the browser put it. */
let isFirst = true;

/** The heading of a page. Each has one: it takes the focus when the page changes, so that readers hear where they are. */
export function PageHead({ title, above = [], children }: PageHeadProps): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null);
  const place = useRoute().path.join('/');
  useEffect(() => {
    document.title = `${title} · Bellwether`;
  }, [title]);
  useEffect(() => {
    if (!isFirst) heading.current?.focus();
    isFirst = false;
  }, [place]);
  return (
    <header className="page-head">
      {above.length > 0 && (
        <nav aria-label="Above this page" className="crumbs">
          {above.map((crumb) => (
            <a key={crumb.href} href={crumb.href}>
              {crumb.title}
            </a>
          ))}
        </nav>
      )}
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children}
    </header>
  );
}
