namespace Weir.Model;

/// <summary>Korean syllables are computed from their letters (Unicode Standard, section 3.12).</summary>
internal static class Hangul
{
    private const int SyllableFirst = 0xAC00;
    private const int LeadFirst = 0x1100;
    private const int VowelFirst = 0x1161;
    private const int TailBefore = 0x11A7;
    private const int Leads = 19;
    private const int Vowels = 21;
    private const int Tails = 28;
    private const int Syllables = Leads * Vowels * Tails;

    /// <summary>The letters of a syllable; null for any other character.</summary>
    public static int[]? Decompose(int rune)
    {
        var index = rune - SyllableFirst;
        if (index is < 0 or >= Syllables)
        {
            return null;
        }

        var lead = LeadFirst + (index / (Vowels * Tails));
        var vowel = VowelFirst + (index % (Vowels * Tails) / Tails);
        return index % Tails == 0 ? [lead, vowel] : [lead, vowel, TailBefore + (index % Tails)];
    }

    /// <summary>The syllable of a lead and a vowel, or of a syllable without tail and a tail; null otherwise.</summary>
    public static int? Compose(int first, int second)
    {
        var (lead, vowel) = (first - LeadFirst, second - VowelFirst);
        if (lead is >= 0 and < Leads && vowel is >= 0 and < Vowels)
        {
            return SyllableFirst + (((lead * Vowels) + vowel) * Tails);
        }

        var (syllable, tail) = (first - SyllableFirst, second - TailBefore);
        return syllable is >= 0 and < Syllables && syllable % Tails == 0 && tail is > 0 and < Tails ? first + tail : null;
    }
}
