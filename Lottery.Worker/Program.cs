namespace Lottery.Worker;

public sealed class Program
{
    public static void Main() { }
}
