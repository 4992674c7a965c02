import type { SegmentName } from './rules.js';

/** What is usually done for each segment: a starting point; whether it pays, only an experiment says. */
const ACTIONS: Readonly<Record<SegmentName, readonly string[]>> = {
  Champions: ['Show new products first', 'Ask for reviews and referrals'],
  Loyal: ['Offer a loyalty programme', 'Recommend products that go with earlier orders'],
  'Potential Loyalist': ['Offer membership', 'Recommend products of the categories bought'],
  'New Customer': ['Help with the first order', 'Offer a reason for the second within a month'],
  Promising: ['Make the brand known', 'Offer a trial or free delivery'],
  'Needs Attention': ['Offer something for a limited time', 'Recommend by past orders'],
  'At Risk': ['Write personally', 'Offer a renewal with a limit of time'],
  'Cannot Lose Them': ['Call or write personally', 'Ask what went wrong'],
  Hibernating: ['Offer other products at a price', 'Write rarely'],
  Lost: ['Try once to win back', 'Otherwise spend nothing'],
};

/** What is recommended for a segment; nothing for a group that is none of the ten. */
export function recommendedActions(name: string): readonly string[] {
  return Object.hasOwn(ACTIONS, name) ? ACTIONS[name as SegmentName] : [];
}
