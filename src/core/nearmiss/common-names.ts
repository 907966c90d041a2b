const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Names that are also words of the language: written small they are taken for the word. */
export const COMMON_WORDS: ReadonlySet<string> = new Set(
  words(`
  will mark may grace rose art bill hope faith joy dawn sue rob drew grant chase miles jack frank pat guy dean dale glen cliff rich max
  ray sky summer april june august ivy ruby pearl olive lane hunter mason carter cook baker banks field brook brooks long short young
  white black brown green gray grey king price page case day best sharp small good wise love park parks west north east south wood
  woods stone hill ford bell ball cross bush marsh reed mills strong swift savage noble bishop church gates hall house power powers
  waters winter winters weeks wells bridges singer porter potter turner fisher law self major rush mead dick jean gene carol christian
  penny holly daisy lily iris violet amber crystal melody harmony destiny angel star storm river rain ash ace nick tom don ken lance
  pierce wade trip skip chip buck clay rusty sandy stormy robin martin jay wren finch van ada chat call sign test user admin team help
`),
);

/** First names that are common in offices of many countries and are hardly ever anything else; only where they begin with a capital. */
export const FIRST_NAMES: readonly string[] = words(`
  Aaron Adam Ahmed Aisha Alan Albert Alejandro Alex Alexander Alexandra Alice Alicia Alison Amanda Amelia Amy Ana Andrea Andreas Andrew
  Angela Anita Ann Anna Anne Anthony Antonio Ben Benjamin Bernd Beth Betty Bob Bobby Brenda Brian Bruce Carl Carla Carlos Carmen
  Caroline Catherine Charles Charlotte Chen Chris Christina Christine Christopher Claire Claudia Colin Craig Daniel Daniela David
  Deborah Denise Dennis Diana Diane Diego Dmitri Dominik Donald Donna Dorothy Doug Douglas Edward Elena Elisabeth Elizabeth Emily Emma
  Eric Erik Eva Fatima Felix Fernando Fiona Francesca Francis Francisco Frederik Gary Geoff George Gerald Giovanni Giulia Gregory
  Hannah Hans Harold Harry Heather Heidi Helen Helga Henry Ibrahim Ingrid Isabel Ivan Jacob James Jamie Jan Jane Janet Jason Javier
  Jeff Jeffrey Jennifer Jeremy Jessica Jim Joan Joanna Joe Johannes John Jonathan Jorge Jose Joseph Joshua Juan Judith Julia Julie
  Karen Karin Karl Kate Katharina Katherine Kathleen Katie Keith Kelly Kenneth Kevin Kim Klaus Kumar Larry Laura Lauren Lena Leon Leonie
  Linda Lisa Louise Lucas Lucia Luis Lukas Magdalena Manfred Manuel Marco Marcus Margaret Maria Marie Marina Mario Marion Markus
  Martha Mary Matthew Matthias Maureen Megan Mehmet Melanie Melissa Michael Michaela Michelle Miguel Mike Mohammed Monica Monika
  Muhammad Nancy Natalie Natasha Nicholas Nicole Nikolai Nina Noah Nora Oliver Olivia Omar Oscar Pablo Pamela Patricia Patrick Paul Paula
  Pedro Peter Petra Philip Philipp Pierre Priya Rachel Rafael Rahul Ralph Raymond Rebecca Renate Ricardo Richard Robert Roberto Roger
  Roland Ronald Rosa Roy Russell Ruth Ryan Sabine Sally Sam Samantha Samuel Sandra Sara Sarah Scott Sebastian Sergio Sharon Shirley
  Simon Sofia Sonia Sophia Sophie Stefan Stefanie Stephanie Stephen Steve Steven Susan Susanne Suzanne Svetlana Sven Teresa Thomas
  Tim Timothy Tina Todd Tomas Tony Tracy Ursula Uwe Valentina Vanessa Veronica Victor Victoria Vincent Walter Wei Wendy William Wolfgang
  Yasmin Yusuf Yvonne Zoe
`);
