using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Lottery.Data.Persistence;

/// <summary>Lets the migrations tool build the model without a database.</summary>
internal sealed class DesignTimeContext : IDesignTimeDbContextFactory<LotteryDbContext>
{
    public LotteryDbContext CreateDbContext(string[] args) => new(
        new DbContextOptionsBuilder<LotteryDbContext>()
            .UseNpgsql("Host=localhost;Database=lottery")
            .UseSnakeCaseNamingConvention()
            .Options,
        new Tenant());
}
