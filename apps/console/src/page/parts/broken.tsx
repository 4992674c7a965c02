import { Component, type ReactNode } from 'react';
import { failureOf, type Failure } from '../calls/failure.js';
import { FailureNote } from './when-loaded.js';

/** Where a page breaks, it says so, and the menu stays. */
export class Broken extends Component<{ readonly children: ReactNode }, { readonly failure?: Failure }> {
  override state: { readonly failure?: Failure } = {};

  static getDerivedStateFromError(error: unknown): { readonly failure: Failure } {
    return { failure: failureOf(error) };
  }

  override render(): ReactNode {
    const { failure } = this.state;
    if (failure === undefined) return this.props.children;
    return <FailureNote failure={failure} again={() => window.location.reload()} />;
  }
}
