/** A booking of one room, as the chain of forecasts takes it. Days are whole numbers since 1970-01-01, the property's own. */
export interface HotelStay {
  readonly booked: number;
  readonly arrival: number;
  /** The first day that the room is free again. */
  readonly departure: number;
  readonly outcome: 'open' | 'stayed' | 'cancelled' | 'no_show';
  /** Day of the cancellation. */
  readonly cancelled?: number;
  /** The type that was booked. */
  readonly bookedType: string;
  /** The type of the room that was given: once the guest has come, it may be a better one. */
  readonly roomType: string;
  readonly segment: string;
  readonly channel: string;
  /** Money for a night. */
  readonly rate: number;
}

/** A type of room and how many the house has. */
export interface RoomType {
  readonly name: string;
  readonly rooms: number;
}
