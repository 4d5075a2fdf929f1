namespace Weir.Sandbox.Gorgias;

internal static class ApiKey
{
    /// <summary>64 hexadecimal digits.</summary>
    public static string Of(int seed)
    {
        var dice = new Dice(seed, DiceKind.Account, -1);
        return $"{dice.Next():x16}{dice.Next():x16}{dice.Next():x16}{dice.Next():x16}";
    }
}
