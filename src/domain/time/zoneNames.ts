/**
 * Names that people have for time zones and that IANA has not, with the zone: large cities that share a clock with the one
 * that the zone is named for, and what Americans call their zones. Written without capitals and accents. Not here: a city
 * or an abbreviation that means two zones (Washington, CST), and `EST` and the like, which say one half of the year.
 */
export const ZONE_NAMES: Readonly<Record<string, readonly string[]>> = {
  'America/New_York': [
    ...['eastern', 'eastern time', 'et', 'atlanta', 'baltimore', 'boston', 'charlotte', 'cleveland', 'miami'],
    ...[
      'orlando',
      'philadelphia',
      'pittsburgh',
      'raleigh',
      'washington dc',
      'washington d.c.',
      'washington, d.c.',
    ],
  ],
  'America/Chicago': [
    ...['central time', 'austin', 'dallas', 'houston', 'kansas city', 'memphis', 'milwaukee', 'minneapolis'],
    ...['nashville', 'new orleans', 'san antonio'],
  ],
  'America/Denver': ['mountain time', 'albuquerque', 'colorado springs', 'salt lake city'],
  'America/Los_Angeles': [
    ...['pacific', 'pacific time', 'pt', 'las vegas', 'oakland', 'sacramento', 'san diego', 'san francisco'],
    ...['san jose, california', 'seattle'],
  ],
  'America/Toronto': ['montreal', 'ottawa'],
  'America/Sao_Paulo': ['brasilia', 'rio de janeiro'],
  'Asia/Kolkata': ['bangalore', 'bengaluru', 'chennai', 'delhi', 'hyderabad', 'mumbai', 'new delhi', 'pune'],
  'Asia/Shanghai': ['beijing', 'guangzhou', 'shenzhen'],
  'Asia/Tokyo': ['kyoto', 'nagoya', 'osaka'],
  'Australia/Sydney': ['canberra'],
  'Europe/Berlin': [
    ...['bonn', 'bremen', 'cologne', 'dortmund', 'dresden', 'dusseldorf', 'essen', 'frankfurt', 'hamburg'],
    ...['hannover', 'hanover', 'koln', 'leipzig', 'munchen', 'munich', 'nuremberg', 'nurnberg', 'stuttgart'],
  ],
  'Europe/London': [
    'birmingham, england',
    'bristol',
    'cardiff',
    'edinburgh',
    'glasgow',
    'leeds',
    'manchester',
  ],
  'Europe/Madrid': ['barcelona', 'seville', 'valencia'],
  'Europe/Paris': ['lille', 'lyon', 'marseille', 'nice', 'strasbourg', 'toulouse'],
  'Europe/Rome': ['florence', 'milan', 'milano', 'naples', 'roma', 'turin'],
  'Europe/Vienna': ['graz', 'linz', 'salzburg', 'wien'],
  'Europe/Warsaw': ['krakow', 'warszawa'],
  'Europe/Zurich': ['basel', 'bern', 'geneva', 'geneve', 'lausanne'],
  'Europe/Amsterdam': ['eindhoven', 'rotterdam', 'the hague', 'utrecht'],
  'Europe/Brussels': ['antwerp', 'ghent'],
  'Europe/Stockholm': ['goteborg', 'gothenburg', 'malmo'],
};
