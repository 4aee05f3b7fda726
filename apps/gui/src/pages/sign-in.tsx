import mark from '../daybook.svg';
import { PageHeading } from '../parts/page-heading.tsx';

/** What a person sees who is not signed in: there is no password, the way in is a link in the terminal. */
export function SignInPage() {
  return (
    <main className="alone">
      <img src={mark} alt="" width="40" height="40" />
      <PageHeading title="Sign in to Daybook">
        <p className="words">
          Daybook has no password. The server prints a link that signs you in, once, in the terminal that it
          runs in.
        </p>
      </PageHeading>
      <ol className="ways">
        <li>Look at the terminal where Daybook runs and open the sign-in link.</li>
        <li>
          If the link was used already, or the terminal is gone, stop the server and run{' '}
          <code>daybook serve</code> again: it prints a new link.
        </li>
      </ol>
      <button type="button" className="button" onClick={() => location.reload()}>
        I have signed in; load again
      </button>
    </main>
  );
}
